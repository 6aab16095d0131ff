internal import COpenSSL
internal import SmugLoop

/// One end of a TLS connection without its socket: what arrives goes in, plaintext comes out, and
/// the other way round.
///
/// For one thread at a time.
@safe final class TLSEngine {
    /// Where a handshake is.
    enum Progress {
        case done
        case needsInput
        case failed(TLSFault)
    }

    /// What reading has given.
    enum Reading {
        /// So many bytes of plaintext.
        case bytes(Int)
        case needsInput
        /// The peer has said that it sends no more.
        case closed
        case failed(TLSFault)
    }

    /// The most plaintext of one record (RFC 8446 section 5.1).
    static let maxRecordBytes = 16_384
    /// The most that a record is longer than its plaintext, in TLS 1.2 and 1.3.
    private static let maxOverheadBytes = 64

    private let ssl: OpaquePointer
    /// What callbacks of OpenSSL find their way back to.
    private let context: TLSContext
    /// What has arrived and OpenSSL has not taken; only while ``feed(_:_:)`` runs.
    private var input = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    /// The same between two calls of it.
    private var held: [UInt8] = []
    private(set) var output: [UInt8] = []
    private var isBroken = false

    /// - Throws: only without memory.
    init(_ context: TLSContext) throws(TLSFault) {
        guard let ssl = unsafe SSL_new(context.pointer) else {
            throw TLSFault(OpenSSLFailure())
        }
        unsafe self.ssl = ssl
        self.context = context
        guard let bio = unsafe EngineBIO.make(for: self) else { throw TLSFault(OpenSSLFailure()) }
        // One for both directions: it belongs to the SSL from here on.
        unsafe SSL_set_bio(ssl, bio, bio)
        if context.isServer {
            unsafe SSL_set_accept_state(ssl)
        } else {
            unsafe SSL_set_connect_state(ssl)
        }
    }

    deinit {
        unsafe SSL_free(ssl)
    }

    /// For what only a client or a server sets on its own connections.
    func configure<Result>(_ body: (OpaquePointer) -> Result) -> Result {
        unsafe body(ssl)
    }

    // MARK: - Bytes of the connection

    /// Hands over what has arrived while `body` asks for what it gives; the rest is kept.
    func feed(_ bytes: Span<UInt8>, _ body: () -> Void) {
        guard !held.isEmpty else {
            return unsafe bytes.withUnsafeBytes { unsafe run(over: $0, body) }
        }
        var all = held
        held = []
        unsafe bytes.withUnsafeBufferPointer { unsafe all.append(contentsOf: unsafe $0) }
        unsafe all.withUnsafeBytes { unsafe run(over: $0, body) }
    }

    private func run(over bytes: UnsafeRawBufferPointer, _ body: () -> Void) {
        unsafe input = bytes
        body()
        let rest = unsafe input
        unsafe input = UnsafeRawBufferPointer(start: nil, count: 0)
        if unsafe !rest.isEmpty { held = unsafe Array(rest) }
    }

    /// Whether something has arrived that was not read yet.
    var holdsInput: Bool { !held.isEmpty }

    func takeInput(into target: UnsafeMutableRawBufferPointer) -> Int {
        let count = unsafe min(target.count, input.count)
        guard count > 0 else { return 0 }
        unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[..<count]))
        unsafe input = UnsafeRawBufferPointer(rebasing: input[count...])
        return count
    }

    func addOutput(_ bytes: UnsafeRawBufferPointer) {
        unsafe output.append(contentsOf: bytes)
    }

    /// What is to be sent now.
    func takeOutput() -> [UInt8] {
        let taken = output
        output = []
        return taken
    }

    // MARK: - TLS

    func handshake() -> Progress {
        OpenSSLFailure.forgetOthers()
        let status = unsafe SSL_do_handshake(ssl)
        guard status != 1 else { return .done }
        switch unsafe SSL_get_error(ssl, status) {
        case SSL_ERROR_WANT_READ: return .needsInput
        default:
            isBroken = true
            return .failed(fault())
        }
    }

    /// Reads the plaintext of one record at most.
    func read(into target: UnsafeMutableRawBufferPointer) -> Reading {
        OpenSSLFailure.forgetOthers()
        let status = unsafe SSL_read(ssl, target.baseAddress, Int32(clamping: target.count))
        if status > 0 { return .bytes(Int(status)) }
        switch unsafe SSL_get_error(ssl, status) {
        case SSL_ERROR_WANT_READ: return .needsInput
        case SSL_ERROR_ZERO_RETURN: return .closed
        default:
            isBroken = true
            return .failed(fault())
        }
    }

    /// Whether there is nothing to read before more arrives, which one call to find out is saved by.
    var isExhausted: Bool {
        unsafe input.isEmpty && SSL_has_pending(ssl) == 0
    }

    /// Encrypts plaintext into ``output``; drops it where this end has said that it sends no more.
    func write(_ bytes: [UInt8]) {
        guard !bytes.isEmpty, !isBroken else { return }
        let records = bytes.count / Self.maxRecordBytes + 1
        output.reserveCapacity(output.count + bytes.count + records * Self.maxOverheadBytes)
        OpenSSLFailure.forgetOthers()
        var written = 0
        let status = unsafe bytes.withUnsafeBytes {
            unsafe SSL_write_ex(ssl, $0.baseAddress, $0.count, &written)
        }
        // The BIO takes all, so that a failure has another cause, which lasts.
        if status != 1 { ERR_clear_error() }
    }

    /// Says that this end sends no more.
    func shutdown() {
        guard !isBroken, unsafe SSL_is_init_finished(ssl) == 1 else { return }
        OpenSSLFailure.forgetOthers()
        if unsafe SSL_shutdown(ssl) < 0 { ERR_clear_error() }
    }

    private func fault() -> TLSFault {
        let verdict = unsafe SSL_get_verify_result(ssl)
        let fault = TLSFault(OpenSSLFailure())
        // What failed first may lie deeper, such as in the arithmetic of a forged signature.
        guard verdict != Int(X509_V_OK),
            let words = unsafe X509_verify_cert_error_string(verdict)
        else { return fault }
        return TLSFault(
            .untrusted, "the server's certificate is not trusted: \(unsafe String(cString: words))")
    }

    // MARK: - What was agreed

    var agreedProtocol: AgreedProtocol {
        var name: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        unsafe SSL_get0_alpn_selected(ssl, &name, &count)
        let bytes = unsafe UnsafeBufferPointer(start: name, count: Int(count))
        // A client that asks for nothing speaks HTTP/1.1 (RFC 9113 section 3.2).
        return unsafe bytes.elementsEqual(ApplicationProtocol.http2.name) ? .http2 : .http1
    }

    /// Such as `TLSv1.3`.
    var version: TLSVersion {
        unsafe SSL_version(ssl) == TLS1_2_VERSION ? .tls12 : .tls13
    }

    var isResumed: Bool { unsafe SSL_session_reused(ssl) == 1 }
}
