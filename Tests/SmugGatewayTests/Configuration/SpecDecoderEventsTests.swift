import SmugProtocol
import Testing

@testable import SmugGateway

/// How a manifest says what events look like.
@Suite struct SpecDecoderEventsTests {
    typealias Case = Named<String, [String]>

    private static func only(_ lines: String, _ wanted: String...) -> Case {
        Case(
            lines, ManifestFixture.onlyBatching(lines),
            wanted.map { $0.replacing("@", with: "Spec.paths./hello.get.x-smug") })
    }

    static let problems: [Case] = [
        only("batch: off"),
        only("batch: off\nmaxBatchSize: 1\nmaxWaitMs: 0\neventShape: alb"),
        only(
            "batch: off\nmaxBatchSize: 4",
            "9:25 @.maxBatchSize is 4, "
                + "but with `batch: off` every request is invoked alone and at once"),
        only(
            "batch: off\nmaxWaitMs: 5",
            "9:22 @.maxWaitMs is 5, "
                + "but with `batch: off` every request is invoked alone and at once"),
        only("batch: off\nmaxWaitMs: x", "9:22 @.maxWaitMs is the text \"x\", not a whole number"),
        only(
            "batch: off\nkey: []\nmaxBatchBytes: 2000\ndynamicWait: {}",
            "9:11 @.key has no meaning with `batch: off`",
            "10:11 @.maxBatchBytes has no meaning with `batch: off`",
            "11:11 @.dynamicWait has no meaning with `batch: off`"),
        only(
            "batch: off\nidleFastPath: true\nbalance: {}\nlatencyGoalMs: 3\npreferredBatchSizes: []",
            "9:11 @.idleFastPath has no meaning with `batch: off`",
            "10:11 @.balance has no meaning with `batch: off`",
            "11:11 @.latencyGoalMs has no meaning with `batch: off`",
            "12:11 @.preferredBatchSizes has no meaning with `batch: off`"),
        only("batch: off\ninvokeMode: response_stream"),
        only(
            "batch: on", "7:9 @.maxBatchSize is missing", "7:9 @.maxWaitMs is missing"),
        only(
            "batch: never\nmaxBatchSize: 1\nmaxWaitMs: 0",
            "8:18 @.batch is \"never\", not `on` or `off`"),
        only(
            "batch: off\neventShape: rest",
            "9:23 @.eventShape is \"rest\", not `http-v2` or `rest-v1` or `alb` or `function-url`"),
        only(
            "batch: off\nmultiValueHeaders: true",
            "9:11 @.multiValueHeaders has no place in events of the shape http-v2"),
        only(
            "batch: off\neventShape: function-url\nstage: prod\nstageVariables: {}",
            "10:11 @.stage has no place in events of the shape function-url",
            "11:11 @.stageVariables has no place in events of the shape function-url"),
        only(
            "batch: off\neventShape: alb\nstage: prod",
            "10:11 @.stage has no place in events of the shape alb"),
        only("batch: off\nstage: a/b", "9:18 @.stage is \"a/b\", which no stage can be named"),
        only(
            "batch: off\nstage: " + String(repeating: "a", count: 129),
            "9:18 @.stage is longer than 128 characters"),
        only("batch: off\nstage: " + String(repeating: "a", count: 128)),
        only(
            "batch: off\nstageVariables: { a-b: 1, c: [] }",
            "9:29 @.stageVariables.a-b is a name that no stage variable can have",
            "9:40 @.stageVariables.c is a list, not a text"),
    ]

    @Test(arguments: problems)
    func `every rule of the events is kept`(_ row: Case) {
        #expect(ManifestFixture.problems(row.given) == row.wanted)
    }

    private static func format(_ lines: String) throws -> EventFormat? {
        try ManifestFixture.parse(ManifestFixture.onlyBatching(lines)).routes.first?.events
    }

    @Test(arguments: ["off", "\"off\"", "false", "False"])
    func `batching is turned off by any spelling of off`(word: String) throws {
        let route = try #require(
            try ManifestFixture.parse(ManifestFixture.onlyBatching("batch: \(word)")).routes.first)
        #expect(!route.events.isBatched)
        #expect(route.batching.maxBatchSize == 1)
        #expect(route.batching.maxWaitMilliseconds == 0)
        #expect(route.batching.maxBatchBytes == 6_291_456)
    }

    @Test func `shapes are the manifest's`() throws {
        let shapes: [(String, EventShape)] = [
            ("maxWaitMs: 0", .httpAPI), ("eventShape: http-v2", .httpAPI),
            ("eventShape: rest-v1", .restAPI), ("eventShape: function-url", .functionURL),
            ("eventShape: alb", .loadBalancer(multiValue: false)),
            ("eventShape: alb\nmultiValueHeaders: true", .loadBalancer(multiValue: true)),
        ]
        for (lines, shape) in shapes {
            #expect(try Self.format("batch: off\n" + lines)?.shape == shape)
        }
        #expect(try Self.format("maxWaitMs: 0\nmaxBatchSize: 1") == EventFormat())
    }

    @Test func `M-9 and M-12 the stage and its variables are the manifest's`() throws {
        let format = try Self.format("batch: off\nstage: prod\nstageVariables: { b: 1, a: x }")
        #expect(format?.stage == "prod")
        #expect(
            format?.stageVariables == [.init(name: "b", value: "1"), .init(name: "a", value: "x")])
    }
}
