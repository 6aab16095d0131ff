internal import COpenSSL

/// Whose certificates a client trusts.
package enum TLSTrust: Hashable, Sendable {
    /// Whom the system trusts, or the files that `SSL_CERT_FILE` and `SSL_CERT_DIR` name, which
    /// OpenSSL reads itself.
    case system
    /// Those alone whose certificates these are, in PEM.
    case authorities([UInt8])

    /// Whether a client can be made that trusts them.
    package var isUsable: Bool {
        (try? TLSContext(client: self, sessions: ClientSessions())) != nil
    }

    /// Has a context trust them.
    func use(in context: OpaquePointer) throws(TLSFault) {
        OpenSSLFailure.forgetOthers()
        switch self {
        case .system:
            guard unsafe SSL_CTX_set_default_verify_paths(context) == 1 else {
                throw TLSFault(OpenSSLFailure())
            }
        case .authorities(let bytes):
            let store = unsafe SSL_CTX_get_cert_store(context)
            var count = 0
            let problem = PEMSource.with(bytes) { source -> String? in
                while true {
                    switch source.certificate() {
                    case .object(let certificate):
                        unsafe X509_STORE_add_cert(store, certificate)
                        unsafe X509_free(certificate)
                        count += 1
                    case .end: return count == 0 ? "holds no certificate in PEM" : nil
                    case .failed(let failure):
                        return "holds a certificate that cannot be read: \(failure.text)"
                    }
                }
            }
            if let problem { throw TLSFault(.untrusted, problem) }
        }
    }
}
