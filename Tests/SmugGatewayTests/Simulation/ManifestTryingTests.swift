import SmugProtocol
import Testing

@testable import SmugGateway

@Suite struct ManifestTryingTests {
    private static func tried(
        _ keys: String, top: [String] = [], more: String = "", wait: Int = 10, size: Int = 3
    ) throws -> (route: RouteDefinition, given: RouteDefinition) {
        let manifest = try ManifestFixture.parse(
            RouteFixture.manifest(
                [RouteFixture.path("/a", wait: wait, size: size, more: more)], top: top))
        let given = try #require(manifest.routes.first)
        return (try manifest.route(given, trying: keys), given)
    }

    @Test func `the route's own keys are the route`() throws {
        let (tried, given) = try Self.tried(
            "maxWaitMs: 10", top: ["MaxQueueDepthPerKey: 5", "MaxInflightInvocations: 7"],
            more: "maxInflightInvocations: 6, timeoutMs: 3000")
        #expect(tried.batching == given.batching && tried.limits == given.limits)
    }

    @Test func `the manifest's limits hold`() throws {
        let keys = "{maxWaitMs: 1, maxInflightInvocations: 100}"
        let (tried, _) = try Self.tried(keys, top: ["MaxInflightInvocations: 1000"])
        #expect(tried.limits.maxInflightInvocations == 100)
        let error = #expect(throws: ManifestError.self) { try Self.tried(keys) }
        #expect(
            error?.problems.map(\.message) == [
                "is 100, more than MaxInflightInvocations, which is 64"
            ])
    }

    @Test(arguments: ["batch: off", "{batch: off}", "  {\"batch\": false}\n", "{\nbatch: off\n}"])
    func `requests that share no invocation need no size`(_ keys: String) throws {
        let (tried, _) = try Self.tried(keys)
        #expect(!tried.events.isBatched && tried.batching.maxBatchSize == 1)
    }

    @Test(arguments: [
        Named("no YAML", "{a: ", ""), Named("an unknown key", "maxWait: 1", "is not a known key"),
        Named(
            "a wait as long as the timeout", "maxWaitMs: 60000",
            "is 60000, not less than the timeout, which is 60000"),
        Named("a key given twice", "{maxWaitMs: 1, maxWaitMs: 2}", "was given before, on line 1"),
    ])
    func `what is wrong is told`(_ row: Named<String, String>) {
        let error = #expect(throws: ManifestError.self) { try Self.tried(row.given) }
        let messages = error?.problems.map(\.message) ?? []
        #expect(row.wanted.isEmpty ? !messages.isEmpty : messages.contains(row.wanted))
    }
}
