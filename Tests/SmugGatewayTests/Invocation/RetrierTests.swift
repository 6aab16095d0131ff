import SmugAWS
import SmugLoop
import Testing

@testable import SmugGateway

/// A batch is tried again as a whole only if every request may be; else those that may.
@Suite struct RetrierTests {
    private static let error = LambdaError(
        .throttled(reason: nil), message: "", retryAfterSeconds: 1)

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
        _ error: LambdaError = error, _ retrier: Retrier = Retrier(percent: 20),
        at now: MonotonicTime = EventLoop.now
    ) throws -> [UInt64]? {
        let route = try RouteFixture.route(more: more)
        switch retrier.decide(batch, of: route, after: error, at: now) {
        case .retry(let retries):
            let retry = try #require(retries.first)
            #expect(retry.batch.retries == batch.retries + 1)
            #expect(retry.delay >= .seconds(1), "Lambda has asked for it")
            return retry.batch.identities
        case .giveUp, .split: return nil
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

    private func parts(
        _ batch: Batch<PendingRequest>, _ more: String, _ error: LambdaError
    ) throws -> [[UInt64]] {
        let route = try RouteFixture.route(more: more)
        return Retrier(percent: 20).decide(batch, of: route, after: error, at: EventLoop.now)
            .retries.map(\.batch.identities)
    }

    @Test func `X-12a a batch that Lambda finds too large is halved, without a policy`() throws {
        let tooLarge = LambdaError(.payloadTooLarge, message: "")
        let gone = request(9)
        gone.answer(.failure(.clientLeft))
        let requests = (1...5).map { request(UInt64($0), mayRetry: false) }
        #expect(try parts(batch(requests + [gone]), "", tooLarge) == [[1, 2], [3, 4, 5]])
        #expect(try parts(batch([request(1), gone]), "", tooLarge) == [], "one is too large alone")
    }

    @Test func `X-12c an answer that is too large is asked for in halves where that is allowed`()
        throws
    {
        let failure = LambdaError.FunctionFailure(
            isHandled: false, errorType: "Function.ResponseSizeTooLarge", errorMessage: nil)
        let tooLarge = LambdaError(.functionFailed(failure), message: "")
        let requests = batch((1...4).map { request(UInt64($0)) })
        let unsafe = "retries: { max: 2, retryUnsafe: true }, timeoutMs: 60000"
        #expect(try parts(requests, unsafe, tooLarge) == [[1, 2], [3, 4]])
        #expect(try parts(requests, "retries: 2, timeoutMs: 60000", tooLarge) == [])
    }

    @Test func `halves are of about the same size in bytes, and take nobody in`() throws {
        func sizes(_ bytes: [Int]) -> [[Int]] {
            let items = bytes.map { StubItem(UInt64($0), bytes: $0) }
            return Batch(key: BatchKey(route: 0), items: items, began: EventLoop.now).halves()
                .map { $0.items.map(\.byteCount) }
        }
        #expect(sizes([1, 1, 1, 9]) == [[1, 1, 1], [9]])
        #expect(sizes([9, 1, 1, 1]) == [[9], [1, 1, 1]])
        #expect(sizes([5, 5, 5, 5]) == [[5, 5], [5, 5]])
        #expect(sizes([7]) == [[7]])
        var half = batch([request(1), request(2)]).halves()[0]
        let isJoined = half.join(request(3), maxItems: 9, maxBytes: .max)
        #expect(!isJoined)
    }

    @Test func `the budget is one for all routes`() throws {
        let retrier = Retrier(percent: 0)
        let more = "retries: 2, timeoutMs: 60000"
        // Time earns a retry a second.
        let now = EventLoop.now
        for _ in 0..<10 {
            #expect(try again(batch([request(1)]), more, Self.error, retrier, at: now) == [1])
        }
        #expect(retrier.tokens == 0)
        #expect(try again(batch([request(1)]), more, Self.error, retrier, at: now) == [])
    }
}
