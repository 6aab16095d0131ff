internal import SmugHTTP
internal import SmugLoop
internal import SmugNet

/// Who gets the whole answer of a request over a pool's connection, or why there is none.
protocol PooledExchangeReceiver: AnyObject, Sendable {
    /// Comes once, on the connection's loop.
    func receive(_ outcome: consuming Result<IncomingResponse, TransportError>)
}

/// One request over a connection of a pool, and its answer as it comes in.
///
/// Only for the connection's loop.
final class PooledExchange: HTTPResponseReceiver, @unchecked Sendable {
    private let connection: HTTPClientConnection
    private let pool: ConnectionPool
    private let limit: Int
    private var response = IncomingResponse(status: 0)
    private var receiver: (any PooledExchangeReceiver)?
    private var timer: TimerID?

    /// - Parameter limit: the most bytes of the answer.
    init(on connection: HTTPClientConnection, of pool: ConnectionPool, limit: Int) {
        self.connection = connection
        self.pool = pool
        self.limit = limit
    }

    /// Sends a request and has what comes of it told to `receiver`, which it keeps until then:
    /// perhaps before this returns, where the connection turns out to be broken.
    func start(
        _ head: [UInt8], _ body: [UInt8], until deadline: MonotonicTime,
        to receiver: any PooledExchangeReceiver
    ) {
        self.receiver = receiver
        timer = connection.loop.schedule(at: deadline) { [unowned self] in
            fail(.responseTimedOut, "no answer in time")
        }
        connection.send(.post, head: head, body: body, to: self)
    }

    /// Closes the connection, unless the answer is there.
    func cancel() { fail(.cancelled(requestSent: true), "the caller was cancelled") }

    /// The same for a task, whose cancellation closes the connection.
    func run(_ head: [UInt8], _ body: [UInt8], until deadline: MonotonicTime)
        async throws(TransportError) -> IncomingResponse
    {
        let loop = connection.loop
        let outcome = await withTaskCancellationHandler {
            await unsafe withUnsafeContinuation { continuation in
                start(
                    head, body, until: deadline,
                    to: unsafe PooledExchangeContinuation(continuation))
            }
        } onCancel: {
            loop.execute { [self] in cancel() }
        }
        return try outcome.get()
    }

    // MARK: - HTTPResponseReceiver

    func receive(_ head: HTTPResponseHead) {
        response.status = head.status.code
        response.fields = head.fields
    }

    func receive(_ part: Span<UInt8>) {
        guard part.count <= limit - response.body.count else {
            return fail(.malformedResponse, "the answer is over \(limit) bytes")
        }
        unsafe part.withUnsafeBufferPointer {
            unsafe response.body.append(contentsOf: unsafe $0)
        }
    }

    func end(_ error: HTTPClientError?) {
        guard let error else {
            pool.giveBack(connection)
            return finish(.success(exchange(&response, with: IncomingResponse(status: 0))))
        }
        let told = TransportError(error, mayHaveArrived: connection.mayHaveArrived)
        fail(told.failure, told.message)
    }

    // MARK: - The end

    /// The first failure counts: closing the connection tells of another one.
    private func fail(_ failure: LambdaError.TransportFailure, _ message: String) {
        guard receiver != nil else { return }
        finish(.failure(TransportError(failure, message)))
        connection.close()
    }

    private func finish(_ outcome: consuming Result<IncomingResponse, TransportError>) {
        guard let receiver else { return }
        self.receiver = nil
        if let timer { connection.loop.cancel(timer) }
        timer = nil
        receiver.receive(outcome)
    }
}

/// A task that waits for an answer.
@safe private final class PooledExchangeContinuation: PooledExchangeReceiver {
    private let continuation: UnsafeContinuation<Result<IncomingResponse, TransportError>, Never>

    init(_ continuation: UnsafeContinuation<Result<IncomingResponse, TransportError>, Never>) {
        unsafe self.continuation = continuation
    }

    func receive(_ outcome: consuming Result<IncomingResponse, TransportError>) {
        unsafe continuation.resume(returning: outcome)
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
