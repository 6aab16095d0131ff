import SmugAWS
import SmugHTTP
import TestSupport
import Testing

@testable import SmugGateway

@Suite struct RetryPolicyTests {
    private static func policy(
        _ max: Int = 2, methods: [HTTPMethod]? = nil, isUnsafe: Bool = false
    ) -> RetryPolicy {
        RetryPolicy(
            maxRetries: max, methods: methods, retriesUnsafe: isUnsafe,
            baseDelay: .milliseconds(50), maxDelay: .milliseconds(300))
    }

    private static let failure = LambdaError.FunctionFailure(
        isHandled: false, errorType: "Error", errorMessage: nil)

    /// Whether the failure is tried again, and whether it is with `retryUnsafe`.
    static let rows: [Named<LambdaError.Code, (Bool, Bool)>] = [
        Named("throttled", .throttled(reason: nil), (true, true)),
        Named("starting", .notReady, (true, true)),
        Named("being changed", .conflict, (true, true)),
        Named("old credentials", .credentialsExpired, (true, true)),
        Named("refused connection", .transport(.connectFailed), (true, true)),
        Named("no address", .transport(.nameNotResolved), (true, true)),
        Named("no connection in time", .transport(.connectTimedOut), (true, true)),
        Named(
            "lost before it was sent", .transport(.connectionLost(requestSent: false)), (true, true)
        ),
        Named(
            "lost after it was sent", .transport(.connectionLost(requestSent: true)), (false, true)),
        Named("no answer", .transport(.responseTimedOut), (false, true)),
        Named("Lambda failed", .service, (false, true)),
        Named("the function failed", .functionFailed(failure), (false, true)),
        Named("the function's timeout", .functionTimedOut(failure), (false, false)),
        Named("no such function", .notFound, (false, false)),
        Named("not allowed", .accessDenied, (false, false)),
        Named("too large", .payloadTooLarge, (false, false)),
        Named("wrong call", .invalidRequest, (false, false)),
        Named("no trust", .transport(.tlsFailed), (false, false)),
        Named("given up", .transport(.cancelled(requestSent: false)), (false, false)),
    ]

    @Test(arguments: rows)
    func `only what cannot have run is tried again, unless the manifest says so`(
        _ row: Named<LambdaError.Code, (Bool, Bool)>
    ) {
        let error = LambdaError(row.given, message: "")
        #expect(Self.policy().allows(error, after: 0) == row.wanted.0)
        #expect(Self.policy(isUnsafe: true).allows(error, after: 0) == row.wanted.1)
    }

    @Test func `so many retries and no more`() {
        let error = LambdaError(.notReady, message: "")
        #expect(
            (0...3).map { Self.policy(2).allows(error, after: $0) } == [
                true, true, false, false,
            ])
        #expect(!Self.policy(0).allows(error, after: 0))
    }

    @Test func `idempotent methods, or those that the manifest lists`() {
        let methods: [HTTPMethod] = [.get, .head, .options, .put, .delete, .post, .patch]
        #expect(
            methods.map { Self.policy().covers($0) } == [
                true, true, true, true, true, false, false,
            ])
        let listed = Self.policy(methods: [.post])
        #expect(
            methods.map { listed.covers($0) } == [
                false, false, false, false, false, true, false,
            ])
    }

    @Test func `the wait is anything up to a limit that doubles, up to the longest`() {
        var random = SplitMix64(seed: 7)
        for (retries, longest) in [(0, 50), (1, 100), (2, 200), (3, 300), (9, 300)] {
            let delays = (0..<2000).map { _ in
                Self.policy().delay(after: retries, retryAfter: nil, using: &random)
            }
            let limit = Duration.milliseconds(longest)
            #expect(delays.allSatisfy { .zero <= $0 && $0 <= limit })
            #expect(delays.contains { $0 < limit / 20 } && delays.contains { $0 > limit * 19 / 20 })
            let mean = delays.reduce(.zero, +) / delays.count
            #expect(mean > limit * 45 / 100 && mean < limit * 55 / 100, "\(retries): \(mean)")
        }
    }

    @Test func `what Lambda asks for is waited in any case`() {
        var random = SplitMix64(seed: 7)
        let delay = Self.policy().delay(after: 0, retryAfter: .seconds(3), using: &random)
        #expect(delay == .seconds(3))
    }
}
