internal import SmugHTTP
internal import SmugLoop
internal import SmugNet

/// One request over a connection of a pool, whose answer goes on as it comes in.
final class PooledStream: HTTPResponseReceiver, ResponseSource, @unchecked Sendable {
    private let pool: ConnectionPool
    private let loop: EventLoop
    private let stream: IncomingStream
    private var connection: HTTPClientConnection?
    private var connecting: Task<Void, Never>?
    private var timer: TimerID?
    /// What has come after the stream was full: no more than one read of the connection.
    private var held: [UInt8] = []
    /// The end, where it came behind what is held.
    private var heldEnd: HTTPClientError??
    private var isOver = false

    init(of pool: ConnectionPool, on loop: EventLoop, into stream: IncomingStream) {
        self.pool = pool
        self.loop = loop
        self.stream = stream
    }

    func start(_ head: [UInt8], _ body: [UInt8], until deadline: MonotonicTime) {
        stream.attach(self)
        timer = loop.schedule(at: deadline) { [self] in
            fail(.responseTimedOut, "no whole answer in time")
        }
        connecting = Task(executorPreference: loop) { [self] in
            do throws(TransportError) {
                try await send(head, body, until: deadline)
            } catch {
                fail(error.failure, error.message)
            }
        }
    }

    /// Sends over a kept connection or, where those are closed by now, over a new one.
    private func send(_ head: [UInt8], _ body: [UInt8], until deadline: MonotonicTime)
        async throws(TransportError)
    {
        while !isOver {
            let kept = pool.takeIdle()
            let found = if let kept { kept } else { try await pool.connect(until: deadline) }
            guard !isOver else { return pool.giveBack(found) }
            connection = found
            found.send(.post, head: head, body: body, to: self)
            if found.hasSent { return }
            guard kept != nil else {
                throw TransportError(
                    .connectionLost(requestSent: false), "the server closed the connection")
            }
        }
    }

    // MARK: - HTTPResponseReceiver

    func receive(_ head: HTTPResponseHead) {
        stream.begin(status: head.status.code, fields: head.fields)
    }

    func receive(_ part: Span<UInt8>) {
        if held.isEmpty, stream.take(part) { return }
        unsafe part.withUnsafeBufferPointer { unsafe held.append(contentsOf: unsafe $0) }
        connection?.pauseReading()
    }

    func end(_ error: HTTPClientError?) {
        guard !isOver else { return }
        guard held.isEmpty else {
            heldEnd = .some(error)
            return
        }
        guard let connection else { return }
        if error != nil, !connection.hasSent {
            // Closed before it took a byte: another one is tried.
            return
        }
        guard let error else {
            pool.giveBack(connection)
            return finish(nil)
        }
        finish(TransportError(error, wasSent: connection.hasSent))
    }

    // MARK: - ResponseSource

    func resume() {
        let waiting = held
        held = []
        guard waiting.isEmpty || stream.take(waiting.span) else {
            held = waiting
            return
        }
        // Also behind the end: nobody would have a connection read again that is kept.
        connection?.resumeReading()
        if let heldEnd {
            self.heldEnd = nil
            end(heldEnd)
        }
    }

    func cancel() {
        guard !isOver else { return }
        isOver = true
        stop()
    }

    // MARK: - The end

    private func fail(_ failure: LambdaError.TransportFailure, _ message: String) {
        guard !isOver else { return }
        finish(TransportError(failure, message))
    }

    private func finish(_ error: TransportError?) {
        isOver = true
        stream.end(error)
        if error == nil { connection = nil }
        stop()
    }

    private func stop() {
        if let timer { loop.cancel(timer) }
        timer = nil
        connecting?.cancel()
        connecting = nil
        let connection = connection
        self.connection = nil
        connection?.close()
    }
}
