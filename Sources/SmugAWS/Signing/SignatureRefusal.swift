/// Why a signed request is not believed, in AWS's own terms.
package struct SignatureRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// What AWS calls it.
    package enum Code: String, Sendable {
        /// There is no `Authorization` header.
        case missingAuthenticationToken = "MissingAuthenticationTokenException"
        /// The header is of another scheme, or lacks a part.
        case incompleteSignature = "IncompleteSignatureException"
        /// Date, scope, or the signature itself do not fit.
        case invalidSignature = "InvalidSignatureException"
        /// Access key or session token are unknown.
        case unrecognizedClient = "UnrecognizedClientException"
        /// The credentials were right, and have expired.
        case expiredToken = "ExpiredTokenException"
    }

    /// What AWS calls it.
    package let code: Code
    /// AWS's sentence, which may go to the caller: it names nothing but the caller's own values.
    package let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The HTTP status that AWS answers with: 403, whatever the code.
    package var status: Int { 403 }

    /// What `x-amzn-errortype` says.
    package var errorType: String { code.rawValue }

    /// Name and sentence.
    package var description: String { "\(errorType): \(message)" }
}
