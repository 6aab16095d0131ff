internal import SmugHTTP
internal import SmugLoop
internal import SmugNet

/// One request over a connection of a pool, and its answer when it is whole.
///
/// Only for the pool's loop.
final class PooledExchange: Exchange, HTTPResponseReceiver, LoopWork, @unchecked Sendable {
    private let pool: ConnectionPool
    private let limit: Int
    /// Kept until its answer begins.
    private var request: (head: [UInt8], body: [UInt8])?
    private var deadline = MonotonicTime.distantFuture
    private var connection: HTTPClientConnection?
    /// Whether the connection is one that had served before.
    private var isKept = false
    private var connecting: Task<Void, Never>?
    private var response = IncomingResponse(status: 0)
    /// Of the answer's body.
    private var receivedBytes = 0
    private var receiver: (any ExchangeReceiver)?
    private var timer: TimerID?
    private var isAbandoned = false

    /// - Parameter limit: the most bytes of the answer.
    init(_ head: [UInt8], _ body: [UInt8], of pool: ConnectionPool, limit: Int) {
        request = (head, body)
        self.pool = pool
        self.limit = limit
    }

    func start(until deadline: MonotonicTime, to receiver: any ExchangeReceiver) {
        start(over: pool.takeIdle(), until: deadline, to: receiver)
    }

    /// The same, beginning with a connection that was kept.
    ///
    /// A kept connection that its server turns out to have closed before it had the request is
    /// replaced by a new one, once.
    ///
    /// - Parameter kept: a connection that has served before; `nil` makes a new one.
    func start(
        over kept: HTTPClientConnection?, until deadline: MonotonicTime,
        to receiver: any ExchangeReceiver
    ) {
        self.deadline = deadline
        self.receiver = receiver
        timer = pool.loop.schedule(at: deadline, self)
        guard let kept else { return sendOverNew() }
        isKept = true
        send(over: kept)
    }

    /// Its time is over.
    func runOnLoop() {
        fail(connection == nil ? .connectTimedOut : .responseTimedOut, "no answer in time")
    }

    private func send(over connection: HTTPClientConnection) {
        guard receiver != nil, let request else { return pool.giveBack(connection) }
        self.connection = connection
        connection.send(.post, head: request.head, body: request.body, to: self)
    }

    private func sendOverNew() {
        isKept = false
        connecting = Task(executorPreference: pool.loop) { [self] in
            do throws(TransportError) {
                send(over: try await pool.connect(until: deadline))
            } catch {
                fail(error.failure, error.message)
            }
        }
    }

    func abandon() {
        guard receiver != nil, !isAbandoned else { return }
        guard let connection, !connection.isSending else {
            return fail(.cancelled(requestSent: false), "the caller was cancelled")
        }
        isAbandoned = true
        request = nil
        response.body = []
    }

    // MARK: - HTTPResponseReceiver

    func receive(_ head: HTTPResponseHead) {
        request = nil
        response.status = head.status.code
        response.fields = head.fields
    }

    func receive(_ part: Span<UInt8>) {
        receivedBytes += part.count
        guard receivedBytes <= limit else {
            return fail(.malformedResponse, "the answer is over \(limit) bytes")
        }
        guard !isAbandoned else { return }
        unsafe part.withUnsafeBufferPointer {
            unsafe response.body.append(contentsOf: unsafe $0)
        }
    }

    func end(_ error: HTTPClientError?) {
        guard receiver != nil, let connection = exchange(&connection, with: nil) else { return }
        guard let error else {
            pool.giveBack(connection)
            return finish(.success(exchange(&response, with: IncomingResponse(status: 0))))
        }
        if isKept, request != nil, !connection.mayHaveArrived { return sendOverNew() }
        let told = TransportError(error, mayHaveArrived: connection.mayHaveArrived)
        fail(told.failure, told.message)
    }

    // MARK: - The end

    /// The first failure counts: closing the connection tells of another one.
    private func fail(_ failure: LambdaError.TransportFailure, _ message: String) {
        guard receiver != nil else { return }
        finish(.failure(TransportError(failure, message)))
        connecting?.cancel()
        connection?.close()
    }

    private func finish(_ outcome: consuming Result<IncomingResponse, TransportError>) {
        guard let receiver else { return }
        self.receiver = nil
        request = nil
        if let timer { pool.loop.cancel(timer) }
        timer = nil
        receiver.receive(outcome)
    }
}

extension TransportError {
    /// What has become of a request over a connection of our own.
    init(_ error: HTTPClientError, mayHaveArrived: Bool) {
        let lost = LambdaError.TransportFailure.connectionLost(requestSent: mayHaveArrived)
        switch error {
        case .connectionClosed: self.init(lost, "the server closed the connection")
        case .connectionFailed(let error): self.init(lost, error.description)
        case .malformed(let error): self.init(.malformedResponse, error.reason)
        case .responseTooLarge(let limit):
            self.init(.malformedResponse, "the answer is over \(limit) bytes")
        }
    }
}
