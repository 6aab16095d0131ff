internal import COpenSSL

/// What the connections of one server, or to one, have in common.
///
/// It does not change once connections use it.
@safe final class TLSContext: @unchecked Sendable {
    /// AEADs with forward secrecy: what Mozilla calls intermediate, without those that need
    /// parameters for Diffie-Hellman.
    private static let ciphers = """
        ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:\
        ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305
        """
    private static let groups = "X25519:P-256:P-384"

    let pointer: OpaquePointer
    let isServer: Bool
    /// What a server speaks, the best first.
    private let protocols: [ApplicationProtocol]
    /// What a server seals its tickets with.
    let ticketKeys: TicketKeys?
    /// What a client resumes.
    let sessions: ClientSessions?

    /// - Throws: where this OpenSSL has not what is asked of it.
    private init(
        isServer: Bool, from version: TLSVersion, protocols: [ApplicationProtocol],
        ticketKeys: TicketKeys?, sessions: ClientSessions?
    ) throws(TLSFault) {
        let method = isServer ? unsafe TLS_server_method() : unsafe TLS_client_method()
        guard let pointer = unsafe SSL_CTX_new(method) else { throw TLSFault(OpenSSLFailure()) }
        unsafe self.pointer = pointer
        self.isServer = isServer
        self.protocols = protocols
        self.ticketKeys = ticketKeys
        self.sessions = sessions
        guard unsafe smug_ssl_ctx_set_min_version(pointer, version.code) == 1,
            unsafe SSL_CTX_set_cipher_list(pointer, Self.ciphers) == 1,
            unsafe smug_ssl_ctx_set_groups(pointer, Self.groups) == 1
        else { throw TLSFault(OpenSSLFailure()) }
        unsafe smug_ssl_ctx_refuse_renegotiation(pointer)
        // An idle connection holds no buffers.
        unsafe smug_ssl_ctx_set_mode(pointer, Int(SSL_MODE_RELEASE_BUFFERS))
        unsafe SSL_CTX_set_ex_data(pointer, 0, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        unsafe SSL_CTX_free(pointer)
    }

    /// The context that a callback of OpenSSL is about.
    static func of(_ ssl: OpaquePointer?) -> TLSContext? {
        guard let data = unsafe SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), 0) else { return nil }
        return unsafe Unmanaged<TLSContext>.fromOpaque(data).takeUnretainedValue()
    }

    // MARK: - Servers

    /// For a server that shows `identity`.
    ///
    /// - Throws: where OpenSSL holds the certificate or its key for too weak.
    convenience init(
        server identity: TLSIdentity, from version: TLSVersion, protocols: [ApplicationProtocol],
        ticketKeys: TicketKeys
    ) throws(TLSFault) {
        try self.init(
            isServer: true, from: version, protocols: protocols, ticketKeys: ticketKeys,
            sessions: nil)
        guard unsafe identity.use(in: pointer) else { throw TLSFault(OpenSSLFailure()) }
        // Tickets hold all of a session: a table of them would be one more thing to bound.
        unsafe smug_ssl_ctx_set_session_cache_mode(pointer, Int(SSL_SESS_CACHE_OFF))
        unsafe SSL_CTX_set_timeout(pointer, TicketKeys.sessionSeconds)
        var name = Array("smug".utf8)
        unsafe SSL_CTX_set_session_id_context(pointer, &name, UInt32(name.count))
        unsafe SSL_CTX_set_tlsext_ticket_key_evp_cb(pointer) {
            ssl, name, vector, cipher, mac, seals in
            guard let keys = unsafe TLSContext.of(ssl)?.ticketKeys else { return -1 }
            let answer = unsafe keys.answer(
                name, vector, cipher: cipher, mac: mac, seals: seals == 1)
            // In TLS 1.3 a ticket is used once: who comes with one gets another.
            return unsafe answer == 1 && seals != 1 && SSL_version(ssl) == TLS1_3_VERSION
                ? 2 : answer
        }
        unsafe SSL_CTX_set_alpn_select_cb(
            pointer,
            { ssl, chosen, chosenCount, offered, offeredCount, _ in
                let offered = unsafe UnsafeBufferPointer(
                    start: offered, count: Int(offeredCount))
                return unsafe TLSContext.of(ssl)?.choose(chosen, chosenCount, offered)
                    ?? SSL_TLSEXT_ERR_ALERT_FATAL
            }, nil)
    }

    private func choose(
        _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
        _ chosenCount: UnsafeMutablePointer<UInt8>?, _ offered: UnsafeBufferPointer<UInt8>
    ) -> Int32 {
        guard let range = unsafe ApplicationProtocol.choose(protocols, from: offered.span),
            let base = offered.baseAddress
        else { return SSL_TLSEXT_ERR_ALERT_FATAL }
        unsafe chosen?.pointee = base + range.lowerBound
        unsafe chosenCount?.pointee = UInt8(range.count)
        return SSL_TLSEXT_ERR_OK
    }

    // MARK: - Clients

    /// For a client that trusts whom `trust` vouches for.
    convenience init(client trust: TLSTrust, sessions: ClientSessions) throws(TLSFault) {
        try self.init(
            isServer: false, from: .tls12, protocols: [], ticketKeys: nil, sessions: sessions)
        unsafe try trust.use(in: pointer)
        var names = ApplicationProtocol.http1.name
        names.insert(UInt8(names.count), at: 0)
        unsafe SSL_CTX_set_alpn_protos(pointer, &names, UInt32(names.count))
        unsafe SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, nil)
        unsafe smug_ssl_ctx_set_session_cache_mode(
            pointer, Int(SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL))
        unsafe SSL_CTX_sess_set_new_cb(pointer) { ssl, session in
            guard let session = unsafe session, let sessions = unsafe TLSContext.of(ssl)?.sessions
            else { return 0 }
            // 1 says that the session's reference was taken over.
            unsafe sessions.keep(session)
            return 1
        }
    }
}
