internal import SmugLoop
internal import SmugTLS

/// Whom the machine trusts that a function runs on.
///
/// OpenSSL would look where the system has them that the function was linked on.
enum TrustStore {
    /// Where systems keep them: Amazon Linux and Fedora, Debian, SUSE, Alpine.
    static let bundles = [
        "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/certs/ca-certificates.crt",
        "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
    ]

    /// Whom `AWS_CA_BUNDLE` or else `SSL_CERT_FILE` names, or `SSL_CERT_DIR`; else whom the system
    /// trusts.
    ///
    /// - Throws: a ``CustomResourceError`` that names the file.
    static func trust(_ environment: [String: String]) throws -> TLSTrust {
        for variable in ["AWS_CA_BUNDLE", "SSL_CERT_FILE"] {
            guard let path = environment[variable], !path.isEmpty else { continue }
            return try trust(path, named: variable)
        }
        if environment["SSL_CERT_DIR"]?.isEmpty == false { return .system }
        for path in bundles {
            if let bytes = try? LocalFile.read(path) { return .authorities(bytes) }
        }
        throw CustomResourceError(
            """
            there is none of \(bundles.joined(separator: ", ")): nobody is trusted.
            Set SSL_CERT_FILE to a file with certificates in PEM
            """)
    }

    private static func trust(_ path: String, named variable: String) throws -> TLSTrust {
        let bytes: [UInt8]?
        do throws(LoopError) {
            bytes = try LocalFile.read(path)
        } catch {
            throw CustomResourceError(
                "\(path), which \(variable) names, cannot be read: \(error.message)")
        }
        guard let bytes else {
            throw CustomResourceError("\(path), which \(variable) names, is not there")
        }
        guard TLSTrust.authorities(bytes).isUsable else {
            throw CustomResourceError(
                "\(path), which \(variable) names, holds no certificates in PEM")
        }
        return .authorities(bytes)
    }
}
