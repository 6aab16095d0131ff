import SmugAWS
import SmugLoop
import Testing

@testable import SmugGateway

/// A batch is tried again as a whole only if every request may be; else those that may.
@Suite struct RetrierTests {
    private static let error = LambdaError(
        .throttled(retryAfterSeconds: 1, reason: nil), message: "")

    private func request(_ number: UInt64, age: Int = 0, mayRetry: Bool = true) -> PendingRequest {
        PendingRequest(
            identity: number, id: Array("r-\(number)".utf8), route: RouteFixture.any,
            event: Array("{}".utf8),
            arrival: EventLoop.now.advanced(by: .milliseconds(-age)), mayRetry: mayRetry)
    }

    private func batch(_ requests: [PendingRequest], retries: Int = 0) -> Batch<PendingRequest> {
        var batch = Batch(key: BatchKey(route: 0), items: requests, began: EventLoop.now)
        batch.retries = retries
        return batch
    }

    private func again(
        _ batch: Batch<PendingRequest>, _ more: String = "retries: 2, timeoutMs: 60000",
        _ error: LambdaError = error, _ retrier: Retrier = Retrier(percent: 20)
    ) throws -> [UInt64]? {
        let route = try RouteFixture.route(more: more)
        switch retrier.decide(batch, of: route, after: error, at: EventLoop.now) {
        case .retry(let retry):
            #expect(retry.batch.retries == batch.retries + 1)
            #expect(retry.delay >= .seconds(1), "Lambda has asked for it")
            return retry.batch.identities
        case .giveUp: return nil
        case .withheld: return []
        }
    }

    @Test func `who may be sent twice, waits still and has time is tried again`() throws {
        let gone = request(4)
        gone.answer(.failure(.clientLeft))
        let requests = [request(1), request(2, mayRetry: false), request(3, age: 59_500), gone]
        #expect(try again(batch(requests + [request(5)])) == [1, 5])
        #expect(try again(batch(Array(requests[1...]))) == nil, "nobody is left")
    }

    @Test func `not without a policy, not too often, and not what cannot be helped`() throws {
        #expect(try again(batch([request(1)]), "timeoutMs: 60000") == nil)
        #expect(try again(batch([request(1)], retries: 1)) == [1])
        #expect(try again(batch([request(1)], retries: 2)) == nil)
        let error = LambdaError(.notFound, message: "")
        #expect(try again(batch([request(1)]), "retries: 2", error) == nil)
    }

    @Test func `the budget is one for all routes`() throws {
        let retrier = Retrier(percent: 0)
        let more = "retries: 2, timeoutMs: 60000"
        for _ in 0..<10 {
            #expect(try again(batch([request(1)]), more, Self.error, retrier) == [1])
        }
        #expect(retrier.tokens == 0)
        #expect(try again(batch([request(1)]), more, Self.error, retrier) == [])
    }
}
