import Testing

@testable import SmugGateway

/// The keys that say when a batch leaves.
@Suite struct SpecDecoderWindowTests {
    private static func settings(_ lines: String) throws -> BatchSettings? {
        try ManifestFixture.parse(ManifestFixture.onlyBatching("maxBatchSize: 16\n" + lines))
            .routes.first?.batching
    }

    @Test func `balance and a latency goal need no longest wait`() throws {
        let balance = try Self.settings("balance: { invocationWorthMs: 20 }")
        #expect(
            balance?.window == .balance(invocationWorthMilliseconds: 20, predicts: true))
        #expect(balance?.maxWaitMilliseconds == 20)
        let plain = try Self.settings("balance: { invocationWorthMs: 20, predict: 'false' }")
        #expect(plain?.window == .balance(invocationWorthMilliseconds: 20, predicts: false))
        let goal = try Self.settings("latencyGoalMs: 50\nmaxWaitMs: 10")
        #expect(goal?.window == .latencyGoal(milliseconds: 50))
        #expect(goal?.maxWaitMilliseconds == 10)
    }

    @Test func `the policy is what the settings say`() throws {
        let route = try RouteFixture.route(
            wait: 15, more: "balance: { invocationWorthMs: 20 }, preferredBatchSizes: [4, 16]")
        #expect(
            route.policy.window
                == .balance(
                    Balance.Settings(worth: 20_000_000, maxWait: 15_000_000, predicts: true)))
        #expect(route.policy.preferredSizes == [4, 16])
        #expect(route.policy.longestWindow == .milliseconds(15))
        let fast = try RouteFixture.route(wait: 15, more: "idleFastPath: true, latencyGoalMs: 9")
        #expect(fast.policy.idleFastPath)
        #expect(
            fast.policy.window == .latencyGoal(LatencyGoal(goal: 9_000_000, maxWait: 15_000_000)))
    }

    /// The lines begin at line 8, column 11.
    @Test(arguments: [
        Named("no wait at all", "", ["7:9 .maxWaitMs is missing"]),
        Named(
            "a worth beyond the timeout", "balance: { invocationWorthMs: 2000 }",
            ["9:41 .balance.invocationWorthMs is 2000, not less than the timeout, which is 2000"]),
        Named(
            "a goal beyond the timeout", "latencyGoalMs: 3000",
            ["9:26 .latencyGoalMs is 3000, not less than the timeout, which is 2000"]),
        Named(
            "no worth", "balance: {}",
            ["9:11 .balance.invocationWorthMs is missing"]),
        Named(
            "a worth of nothing", "balance: { invocationWorthMs: 0 }",
            ["9:41 .balance.invocationWorthMs is 0, less than 1"]),
        Named(
            "two rules", "latencyGoalMs: 9\nbalance: { invocationWorthMs: 9 }",
            [
                "9:11 .latencyGoalMs stands beside `balance`, and only one can say when a batch leaves"
            ]),
        Named(
            "a fast path beside balance", "balance: { invocationWorthMs: 9 }\nidleFastPath: true",
            [
                "10:11 .idleFastPath stands beside `balance`, which lets lone requests leave by itself"
            ]),
        Named(
            "sizes out of order and too large", "maxWaitMs: 5\npreferredBatchSizes: [8, 4, 32]",
            [
                "10:36 .preferredBatchSizes[1] is 4, not more than the size before it",
                "10:39 .preferredBatchSizes[2] is 32, more than maxBatchSize, which is 16",
            ]),
        Named(
            "no boolean", "maxWaitMs: 5\nidleFastPath: 1",
            ["10:25 .idleFastPath is the number 1, not `true` or `false`"]),
    ])
    func `problems are told with their place`(_ row: Named<String, [String]>) {
        let text = ManifestFixture.onlyBatching("maxBatchSize: 16\n" + row.given)
        let problems = ManifestFixture.problems(text).map {
            $0.replacing("Spec.paths./hello.get.x-smug.", with: ".")
        }
        #expect(problems == row.wanted)
    }
}
