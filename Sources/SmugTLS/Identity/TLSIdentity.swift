internal import COpenSSL

/// What a server shows who it is: a certificate with those that vouch for it, and its private key.
@safe package final class TLSIdentity: @unchecked Sendable {
    /// Certificates of one file.
    package static let maxChainLength = 16

    /// Of the server's own certificate.
    package let facts: CertificateFacts
    private let certificate: OpaquePointer
    private let key: OpaquePointer
    private let issuers: [OpaquePointer]

    /// Reads both files' text.
    ///
    /// - Parameters:
    ///   - certificates: PEM, the server's own first, then those that vouch for it.
    ///   - key: PEM, without a password.
    package init(certificates: [UInt8], key: [UInt8]) throws(TLSIdentityError) {
        var chain = unsafe try Self.chain(certificates)
        let own = unsafe chain.removeFirst()
        unsafe self.certificate = own
        unsafe issuers = chain
        unsafe facts = CertificateFacts(own)
        do throws(TLSIdentityError) {
            unsafe self.key = try Self.key(key)
        } catch {
            unsafe Self.free([own] + chain)
            throw error
        }
        OpenSSLFailure.forgetOthers()
        guard unsafe X509_check_private_key(own, self.key) == 1 else {
            ERR_clear_error()
            throw TLSIdentityError(.key, .mismatch)
        }
        // What OpenSSL holds for too weak it says here, not when the first client comes.
        do throws(TLSFault) {
            _ = try TLSContext(server: self, from: .tls12, protocols: [], ticketKeys: TicketKeys())
        } catch {
            throw TLSIdentityError(.certificate, .refused(error.message))
        }
    }

    deinit {
        unsafe Self.free([certificate] + issuers)
        unsafe EVP_PKEY_free(key)
    }

    private static func free(_ certificates: [OpaquePointer]) {
        unsafe certificates.forEach { unsafe X509_free($0) }
    }

    private static func chain(_ bytes: [UInt8]) throws(TLSIdentityError) -> [OpaquePointer] {
        var chain: [OpaquePointer] = unsafe []
        let problem = PEMSource.with(bytes) { source -> TLSIdentityError.Problem? in
            while true {
                switch source.certificate() {
                case .object(let certificate):
                    unsafe chain.append(certificate)
                    guard unsafe chain.count <= maxChainLength else { return .chainTooLong }
                case .end: return unsafe chain.isEmpty ? .notPEM : nil
                case .failed(let failure):
                    return unsafe .damaged(number: chain.count + 1, failure.text)
                }
            }
        }
        if let problem {
            unsafe free(chain)
            throw TLSIdentityError(.certificate, problem)
        }
        return unsafe chain
    }

    private static func key(_ bytes: [UInt8]) throws(TLSIdentityError) -> OpaquePointer {
        let item = PEMSource.with(bytes) { $0.privateKey() }
        switch item {
        case .object(let key): return unsafe key
        case .end: throw TLSIdentityError(.key, .notPEM)
        case .failed(let failure):
            let isEncrypted =
                failure.library == ERR_LIB_PEM && failure.reason == PEM_R_BAD_PASSWORD_READ
                || failure.text.contains("interrupted or cancelled")
            throw TLSIdentityError(
                .key, isEncrypted ? .encrypted : .damaged(number: 1, failure.text))
        }
    }

    /// Has a context show it; OpenSSL says where it does not.
    func use(in context: OpaquePointer) -> Bool {
        OpenSSLFailure.forgetOthers()
        guard unsafe SSL_CTX_use_certificate(context, certificate) == 1,
            unsafe SSL_CTX_use_PrivateKey(context, key) == 1
        else { return false }
        return unsafe issuers.allSatisfy { unsafe smug_ssl_ctx_add_to_chain(context, $0) == 1 }
    }
}
