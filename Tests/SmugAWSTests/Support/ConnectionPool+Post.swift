import SmugLoop
import SmugNet

@testable import SmugAWS

extension ConnectionPool {
    /// Sends a request and returns the whole answer; cancellation abandons it.
    func post(_ head: [UInt8], _ body: [UInt8], timeout: Duration, maxResponseBytes: Int)
        async throws(TransportError) -> IncomingResponse
    {
        try await post(
            head, body, over: takeIdle(), until: EventLoop.now.advanced(by: timeout),
            maxResponseBytes: maxResponseBytes)
    }

    /// The same, beginning with a connection that was kept.
    func post(
        _ head: [UInt8], _ body: [UInt8], over kept: HTTPClientConnection?,
        until deadline: MonotonicTime, maxResponseBytes: Int
    ) async throws(TransportError) -> IncomingResponse {
        let exchange = PooledExchange(head, body, of: self, limit: maxResponseBytes)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                exchange.start(
                    over: kept, until: deadline, to: OutcomeContinuation(continuation))
            }
        } onCancel: {
            loop.execute { exchange.abandon() }
        }
        return try outcome.get()
    }
}

/// A task that waits for an answer.
private final class OutcomeContinuation: ExchangeReceiver {
    private let continuation: CheckedContinuation<Result<IncomingResponse, TransportError>, Never>

    init(_ continuation: CheckedContinuation<Result<IncomingResponse, TransportError>, Never>) {
        self.continuation = continuation
    }

    func receive(_ outcome: consuming Result<IncomingResponse, TransportError>) {
        continuation.resume(returning: outcome)
    }
}
