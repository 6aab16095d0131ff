/// Why two files are no identity of a server.
package struct TLSIdentityError: Error, Hashable, Sendable {
    package enum File: Hashable, Sendable {
        case certificate
        case key
    }

    enum Problem: Hashable, Sendable {
        case notPEM
        /// The object with this number, from 1, cannot be read.
        case damaged(number: Int, String)
        case chainTooLong
        case encrypted
        case mismatch
        case refused(String)
    }

    /// The file that is wrong.
    package let file: File
    private let problem: Problem

    init(_ file: File, _ problem: Problem) {
        self.file = file
        self.problem = problem
    }

    /// What is wrong, as the end of a sentence that starts with the file.
    package var message: String {
        switch (problem, file) {
        case (.notPEM, .certificate): "holds no certificate in PEM"
        case (.notPEM, .key): "holds no private key in PEM"
        case (.damaged(let number, let reason), .certificate):
            "holds a certificate, its number \(number), that cannot be read: \(reason)"
        case (.damaged(_, let reason), .key): "holds a key that cannot be read: \(reason)"
        case (.chainTooLong, _): "holds more than \(TLSIdentity.maxChainLength) certificates"
        case (.encrypted, _): "holds a key with a password"
        case (.mismatch, _): "holds another key than that of the certificate"
        case (.refused(let reason), _): "cannot be served: \(reason)"
        }
    }

    /// What to do, as an order.
    package var remedy: String {
        switch (problem, file) {
        case (.notPEM, .certificate), (.damaged, .certificate):
            "give the text from -----BEGIN CERTIFICATE----- on; `openssl x509 -inform der` makes it"
        case (.notPEM, .key), (.damaged, .key):
            "give the text from -----BEGIN PRIVATE KEY----- on; `openssl pkey -inform der` makes it"
        case (.chainTooLong, _): "leave only the server's own and those that vouch for it"
        case (.encrypted, _): "take the password off, with `openssl pkey -in FILE -out FILE`"
        case (.mismatch, _):
            "give the key of the first certificate of the file; the server's own must be first"
        case (.refused, _): "have a stronger certificate issued"
        }
    }
}
