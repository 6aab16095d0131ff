internal import SmugTLS

/// The keys of `Tls`.
enum TlsKeys {
    static let certificateFile = ManifestKey<NamedFile>.required(
        "CertificateFile", file, example: "CertificateFile: tls.crt",
        "The certificate and those that vouch for it, in PEM, the server's own first.")
    static let keyFile = ManifestKey<NamedFile>.required(
        "KeyFile", file, example: "KeyFile: tls.key",
        "The private key of the certificate, in PEM, without a password.")
    static let minVersion = ManifestKey<TLSVersion>.defaulted(
        "MinVersion", .choice(TLSVersion.allCases.map { ($0.rawValue, $0) }), to: .tls12,
        "The oldest version of TLS that is spoken.")
    static let handshakeTimeoutMs = ManifestKey<Int>.defaulted(
        "HandshakeTimeoutMs", .integer(1...900_000), to: 5000,
        "How long a client may take from its connection to the end of its handshake.")

    static let section = ManifestSectionDeclaration(
        "Tls",
        [
            certificateFile.declaration, keyFile.declaration, minVersion.declaration,
            handshakeTimeoutMs.declaration,
        ])

    static let format = ManifestFormat<TLSSettings>(shape: .section(section)) { cursor, list in
        guard let read = ManifestSection(cursor, section, &list) else { return nil }
        let certificate = read.value(certificateFile, &list)
        let key = read.value(keyFile, &list)
        let version = read.value(minVersion, &list)
        let timeout = read.value(handshakeTimeoutMs, &list)
        guard let certificate, let key, let version, let timeout else { return nil }
        return TLSSettings(
            certificate: certificate, key: key, minVersion: version,
            handshakeMilliseconds: timeout)
    }

    private static let file = ManifestFormat<NamedFile>(shape: .text(.some)) { cursor, list in
        guard let text = ManifestFormat.text.read(cursor, &list) else { return nil }
        guard !text.utf8.contains(0) else {
            list.add(cursor, "holds a NUL character", remedy: "remove it")
            return nil
        }
        return NamedFile(text: text, cursor: cursor)
    }
}

/// A file that a manifest names.
struct NamedFile: Hashable, Sendable {
    /// As it is written there.
    let text: String
    /// Where it stands.
    let cursor: ManifestCursor
}

/// What a manifest says of TLS.
package struct TLSSettings: Hashable, Sendable {
    let certificate: NamedFile
    let key: NamedFile
    let minVersion: TLSVersion
    let handshakeMilliseconds: Int
}
