internal import SmugTLS

/// Who vouches for the endpoints that are asked.
package enum CertificateAuthorities: Hashable, Sendable {
    /// Whom the system trusts.
    case system
    /// Those alone that a file names, in PEM.
    case bundle(path: String, bytes: [UInt8])

    /// Reads what `AWS_CA_BUNDLE` or else the profile's `ca_bundle` names.
    ///
    /// - Throws: `CredentialsError`, with what is wrong with the file.
    init(_ files: SharedFiles, _ profile: SharedConfiguration) throws(CredentialsError) {
        let variable = files.environment["AWS_CA_BUNDLE"].flatMap { $0.isEmpty ? nil : $0 }
        guard let path = variable ?? profile["ca_bundle"] else {
            self = .system
            return
        }
        let source = variable == nil ? "ca_bundle" : "AWS_CA_BUNDLE"
        let bytes = try files.contents(of: path, named: source)
        guard let bundle = CertificateAuthorities(path: path, bytes: bytes) else {
            throw CredentialsError(
                .file, "\(path), which \(source) names, holds no certificates in PEM")
        }
        self = bundle
    }

    /// Takes what a file holds; `nil` where that is no certificates in PEM.
    package init?(path: String, bytes: [UInt8]) {
        guard TLSTrust.authorities(bytes).isUsable else { return nil }
        self = .bundle(path: path, bytes: bytes)
    }

    /// The file, for who reads it itself.
    var path: String? {
        if case .bundle(let path, _) = self { path } else { nil }
    }

    var trust: TLSTrust {
        switch self {
        case .system: .system
        case .bundle(_, let bytes): .authorities(bytes)
        }
    }
}
