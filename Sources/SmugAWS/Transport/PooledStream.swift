internal import SmugHTTP
internal import SmugLoop
internal import SmugNet

/// One request over a connection of a pool, whose answer goes on as it comes in.
final class PooledStream: HTTPResponseReceiver, ResponseSource, @unchecked Sendable {
    private let pool: ConnectionPool
    private let loop: EventLoop
    private let stream: IncomingStream
    /// Kept until its answer begins.
    private var request: (head: [UInt8], body: [UInt8])?
    private var deadline = MonotonicTime.distantFuture
    private var connection: HTTPClientConnection?
    /// Whether the connection is one that had served before.
    private var isKept = false
    private var connecting: Task<Void, Never>?
    private var timer: TimerID?
    /// What has come after the stream was full: no more than one read of the connection.
    private var held: [UInt8] = []
    /// The end, where it came behind what is held.
    private var heldEnd: HTTPClientError??
    private var isOver = false

    init(
        _ head: [UInt8], _ body: [UInt8], of pool: ConnectionPool, on loop: EventLoop,
        into stream: IncomingStream
    ) {
        request = (head, body)
        self.pool = pool
        self.loop = loop
        self.stream = stream
    }

    /// - Parameter kept: a connection that has served before; `nil` makes a new one.
    func start(over kept: HTTPClientConnection?, until deadline: MonotonicTime) {
        self.deadline = deadline
        stream.attach(self)
        timer = loop.schedule(at: deadline) { [self] in
            fail(.responseTimedOut, "no whole answer in time")
        }
        guard let kept else { return sendOverNew() }
        isKept = true
        send(over: kept)
    }

    private func send(over connection: HTTPClientConnection) {
        guard !isOver, let request else { return pool.giveBack(connection) }
        self.connection = connection
        connection.send(.post, head: request.head, body: request.body, to: self)
    }

    private func sendOverNew() {
        isKept = false
        connecting = Task(executorPreference: loop) { [self] in
            do throws(TransportError) {
                send(over: try await pool.connect(until: deadline))
            } catch {
                fail(error.failure, error.message)
            }
        }
    }

    // MARK: - HTTPResponseReceiver

    func receive(_ head: HTTPResponseHead) {
        request = nil
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
        guard let error else {
            pool.giveBack(connection)
            return finish(nil)
        }
        if isKept, request != nil, !connection.mayHaveArrived { return sendOverNew() }
        finish(TransportError(error, mayHaveArrived: connection.mayHaveArrived))
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

    func goOnUnread() -> Bool {
        guard let connection, !connection.isSending else { return false }
        request = nil
        return true
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
