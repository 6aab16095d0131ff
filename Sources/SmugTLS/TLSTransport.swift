package import SmugLoop

/// TLS over another transport, on one loop.
///
/// It begins with the first ``startReading()``. Like a ``ByteStream`` it keeps itself alive until
/// ``close()``.
package final class TLSTransport: ByteTransport, ByteStreamDelegate, @unchecked Sendable {
    /// What the peer may have sent before the handshake is done.
    package static let maxHandshakeBytes = 65_536
    /// What TLS answers by itself, such as to changes of keys, while the peer takes nothing.
    package static let maxUnaskedBytes = 65_536

    /// What the two ends are doing.
    private enum Phase {
        case handshake
        case open
        /// The peer sends no more; it may still be written to.
        case ended
        case closed
    }

    /// Told once: that the handshake is done, or why it is not.
    typealias HandshakeEnd = (Result<TLSEngine, TLSFault>) -> Void

    package let loop: EventLoop
    package var delegate: (any ByteStreamDelegate)?
    private let stream: any ByteTransport
    let engine: TLSEngine
    private var phase = Phase.handshake
    private var onHandshake: HandshakeEnd?
    private let onUntaken: () -> Void
    private var deadline: (timer: TimerID, at: MonotonicTime)?
    private var isReading = false
    /// What was written before the handshake was done.
    private var early: [UInt8] = []
    private var handshakeBytes = 0
    private var unaskedBytes = 0
    private var keptAlive: TLSTransport?

    /// - Parameters:
    ///   - handshakeTimeout: from now to the end of the handshake.
    ///   - onUntaken: told when the peer is cut off over ``maxUnaskedBytes``.
    init(
        over stream: any ByteTransport, _ engine: TLSEngine, handshakeTimeout: Duration,
        onUntaken: @escaping () -> Void = {}, onHandshake: @escaping HandshakeEnd
    ) {
        loop = stream.loop
        self.stream = stream
        self.engine = engine
        self.onUntaken = onUntaken
        self.onHandshake = onHandshake
        stream.delegate = self
        keptAlive = self
        let due = EventLoop.now.advanced(by: handshakeTimeout)
        let timer = loop.schedule(at: due) { [unowned self] in
            deadline = nil
            fail(TLSFault(.timeout, "the handshake was not done in time"))
        }
        deadline = (timer, due)
    }

    package var pendingBytes: Int { early.count + stream.pendingBytes }
    package var unsentBytes: Int { early.count + stream.unsentBytes }

    package let isEncrypted = true

    package var agreedProtocol: AgreedProtocol? { engine.agreedProtocol }

    // MARK: - Reading

    package func startReading() {
        guard phase == .handshake || phase == .open else { return }
        isReading = true
        stream.startReading()
        // Never from within this call: who reads is in the middle of something.
        if engine.holdsInput { loop.execute { [self] in streamDidReceive([UInt8]().span) } }
    }

    package func stopReading() {
        isReading = false
        if phase != .handshake { stream.stopReading() }
    }

    package func streamDidReceive(_ bytes: Span<UInt8>) {
        // What comes after the peer's end is nobody's.
        guard phase == .handshake || phase == .open else { return }
        if phase == .handshake { handshakeBytes += bytes.count }
        engine.feed(bytes) { advance() }
        sendUnasked()
    }

    /// Begins a client's handshake, whose first bytes are its own.
    func begin() {
        stream.startReading()
        streamDidReceive([UInt8]().span)
    }

    private func advance() {
        if phase == .handshake {
            switch engine.handshake() {
            case .done: handshakeIsDone()
            case .failed(let fault): return fail(fault)
            case .needsInput:
                if handshakeBytes > Self.maxHandshakeBytes {
                    fail(
                        TLSFault(.tooLarge, "the handshake is over \(Self.maxHandshakeBytes) bytes")
                    )
                }
                return
            }
        }
        guard isReading, phase == .open else { return }
        unsafe withUnsafeTemporaryAllocation(byteCount: TLSEngine.maxRecordBytes, alignment: 1) {
            while isReading, phase == .open, unsafe readRecord($0) {}
        }
    }

    /// Hands one record's plaintext on; whether there may be more.
    private func readRecord(_ buffer: UnsafeMutableRawBufferPointer) -> Bool {
        switch unsafe engine.read(into: buffer) {
        case .bytes(let count):
            let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
            delegate?.streamDidReceive(unsafe bytes.bindMemory(to: UInt8.self).span)
            return !engine.isExhausted
        case .needsInput: return false
        case .closed:
            end(nil)
            return false
        case .failed(let fault):
            end(LoopError(.other, call: "tls", message: fault.message))
            return false
        }
    }

    package func streamDidEnd(_ error: LoopError?) {
        switch phase {
        case .handshake:
            let reason = error?.description ?? "the peer closed the connection in the handshake"
            fail(TLSFault(.closed, reason))
        case .open:
            // Whoever can cut a connection could else make a part look like a whole (RFC 8446
            // section 6.1).
            end(
                error
                    ?? LoopError(
                        .connectionReset, call: "tls",
                        message: "the connection ended without the peer's close_notify"))
        case .ended, .closed: break
        }
    }

    private func end(_ error: LoopError?) {
        guard phase == .open else { return }
        phase = .ended
        // An answer may still be on its way to a peer that has only ended its own side.
        delegate?.streamDidEnd(error)
    }

    // MARK: - The handshake

    private func handshakeIsDone() {
        phase = .open
        stopTimer()
        if !isReading { stream.stopReading() }
        let first = early
        early = []
        engine.write(first)
        tell(.success(engine))
        if flush(), !first.isEmpty { delegate?.streamDidDrain() }
    }

    private func fail(_ fault: TLSFault) {
        guard phase == .handshake else { return }
        phase = .ended
        stopTimer()
        stream.stopReading()
        if fault.isPlainHTTP { stream.write(Self.answerToPlainHTTP) } else { flush() }
        tell(.failure(fault))
        delegate?.streamDidEnd(LoopError(.other, call: "tls", message: fault.message))
    }

    private static let answerToPlainHTTP = Array(
        """
        HTTP/1.1 400 Bad Request\r
        connection: close\r
        content-type: text/plain\r
        content-length: 44\r
        \r
        This port speaks HTTPS: ask for https://...

        """.utf8)

    private func tell(_ end: Result<TLSEngine, TLSFault>) {
        let onHandshake = onHandshake
        self.onHandshake = nil
        onHandshake?(end)
    }

    private func stopTimer() {
        if let deadline { loop.cancel(deadline.timer) }
        deadline = nil
    }

    // MARK: - Writing

    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool {
        switch phase {
        case .handshake:
            early += bytes
            return bytes.isEmpty
        case .open, .ended:
            engine.write(bytes)
            return flush()
        case .closed: return true
        }
    }

    @discardableResult
    package func write(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        // One record where they fit into one; else a copy costs more than a record.
        guard first.count + second.count > TLSEngine.maxRecordBytes, phase != .handshake else {
            return write(first + second)
        }
        engine.write(first)
        return write(second)
    }

    @discardableResult
    private func flush() -> Bool {
        let bytes = engine.takeOutput()
        return bytes.isEmpty ? true : stream.write(bytes)
    }

    /// Sends what TLS has to say by itself; a peer that has much of it made and takes none of it is
    /// cut off.
    private func sendUnasked() {
        guard phase != .closed else { return }
        let bytes = engine.takeOutput()
        guard !bytes.isEmpty, !stream.write(bytes) else { return }
        unaskedBytes += bytes.count
        if unaskedBytes > Self.maxUnaskedBytes {
            let delegate = delegate
            onUntaken()
            abort()
            delegate?.streamDidEnd(
                LoopError(
                    .other, call: "tls", message: "the peer takes nothing of what it asks for"))
        }
    }

    package func streamDidDrain() {
        unaskedBytes = 0
        delegate?.streamDidDrain()
    }

    // MARK: - Delivery

    package var writtenBytes: Int { stream.writtenBytes }

    package func takeArrived() { stream.takeArrived() }

    package func mayHaveArrived(after earlier: Int) -> Bool {
        stream.mayHaveArrived(after: earlier)
    }

    // MARK: - The end

    package func shutdown() {
        guard phase != .closed else { return }
        engine.shutdown()
        flush()
        stream.shutdown()
    }

    package func close() {
        guard phase != .closed else { return }
        engine.shutdown()
        flush()
        leave()
        stream.close()
    }

    package func abort() {
        guard phase != .closed else { return }
        leave()
        stream.abort()
    }

    private func leave() {
        let isLate = deadline.map { $0.at <= EventLoop.now } ?? false
        phase = .closed
        delegate = nil
        isReading = false
        early = []
        stopTimer()
        tell(.failure(TLSFault(isLate ? .timeout : .closed, "the connection was closed")))
        keptAlive = nil
    }
}
