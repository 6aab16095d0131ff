internal import SmugHTTP
internal import SmugLoop
internal import SmugNet

/// One request over a connection of a pool, and its answer as it comes in.
@safe final class PooledExchange: HTTPResponseReceiver, @unchecked Sendable {
    private typealias Outcome = Result<IncomingResponse, TransportError>

    private let connection: HTTPClientConnection
    private let pool: ConnectionPool
    private let limit: Int
    private var response = IncomingResponse(status: 0)
    private var continuation: UnsafeContinuation<Outcome, Never>?
    private var timer: TimerID?

    /// - Parameter limit: the most bytes of the answer.
    init(on connection: HTTPClientConnection, of pool: ConnectionPool, limit: Int) {
        self.connection = connection
        self.pool = pool
        self.limit = limit
    }

    func run(_ head: [UInt8], _ body: [UInt8], until deadline: MonotonicTime)
        async throws(TransportError) -> IncomingResponse
    {
        let loop = connection.loop
        let outcome = await withTaskCancellationHandler {
            await unsafe withUnsafeContinuation { continuation in
                unsafe self.continuation = continuation
                timer = loop.schedule(at: deadline) { [unowned self] in
                    fail(.responseTimedOut, "no answer in time")
                }
                connection.send(.post, head: head, body: body, to: self)
            }
        } onCancel: {
            loop.execute { [self] in
                fail(.cancelled(requestSent: true), "the caller was cancelled")
            }
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
            return finish(.success(response))
        }
        let told = TransportError(error, mayHaveArrived: connection.mayHaveArrived)
        fail(told.failure, told.message)
    }

    // MARK: - The end

    /// The first failure counts: closing the connection tells of another one.
    private func fail(_ failure: LambdaError.TransportFailure, _ message: String) {
        guard unsafe continuation != nil else { return }
        finish(.failure(TransportError(failure, message)))
        connection.close()
    }

    private func finish(_ outcome: Outcome) {
        guard let continuation = unsafe continuation else { return }
        unsafe self.continuation = nil
        if let timer { connection.loop.cancel(timer) }
        timer = nil
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
