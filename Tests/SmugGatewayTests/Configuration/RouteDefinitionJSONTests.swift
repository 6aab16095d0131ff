import SmugJSON
import Testing

@testable import SmugGateway

@Suite struct RouteDefinitionJSONTests {
    private static func route(_ batching: String) throws -> RouteDefinition {
        let manifest = try ManifestFixture.parse(ManifestFixture.onlyBatching(batching))
        return try #require(manifest.routes.first)
    }

    @Test func `every key of a route is told, what was not said too`() throws {
        let windows = ["dynamicWait: { minWaitMs: 1 }", "balance: { invocationWorthMs: 9 }"]
        var told: Set<String> = []
        for window in windows + ["latencyGoalMs: 9"] {
            let json = try Self.route("maxWaitMs: 5\nmaxBatchSize: 4\n" + window).json
            told.formUnion(json.map(\.key))
        }
        for key in BatchingKeys.section.keys { #expect(told.contains(key.name), "\(key.name)") }
    }

    @Test(arguments: [
        Named(
            "a number", "\nretries: 2",
            #"{"max":2,"methods":null,"retryUnsafe":false,"baseDelayMs":50,"maxDelayMs":1000}"#),
        Named(
            "a mapping",
            "\nretries: { max: 1, methods: [post], retryUnsafe: true, baseDelayMs: 5, maxDelayMs: 9 }",
            #"{"max":1,"methods":["POST"],"retryUnsafe":true,"baseDelayMs":5,"maxDelayMs":9}"#),
        Named("none", "", "null"),
    ])
    func `retries are told with all that holds`(_ row: Named<String, String>) throws {
        let route = try Self.route("maxWaitMs: 5\nmaxBatchSize: 4" + row.given)
        #expect(try route.json["retries"] == JSONValue(parsing: Array(row.wanted.utf8)))
    }

    @Test(arguments: [
        Named("a window", "maxWaitMs: 5", "up to 4 in 5 ms"),
        Named("worth", "balance: { invocationWorthMs: 9 }", "up to 4, an invocation worth 9 ms"),
        Named(
            "worth, and a shorter wait", "maxWaitMs: 5\nbalance: { invocationWorthMs: 9 }",
            "up to 4, an invocation worth 9 ms, at most 5 ms"),
        Named("a goal", "latencyGoalMs: 9\nmaxWaitMs: 10", "up to 4, adding 9 ms"),
        Named(
            "a goal, and a shorter wait", "latencyGoalMs: 9\nmaxWaitMs: 5",
            "up to 4, adding 9 ms, at most 5 ms"),
    ])
    func `a person is told what a batch waits for`(_ row: Named<String, String>) throws {
        let route = try Self.route("maxBatchSize: 4\n" + row.given)
        #expect(route.batching.summary == row.wanted)
    }
}
