import SmugAWS
import SmugHTTP
import SmugJSON
import SmugNet
import Testing

@testable import SmugGateway

/// Rows X-17a and L-3: nothing is invoked twice that the manifest does not ask for.
@Suite struct GatewayRetryTests {
    private static let throttled = LambdaError.Code.throttled(reason: nil)

    private static func manifest(_ retries: String, top: [String] = []) -> String {
        let more = "timeoutMs: 60000" + (retries.isEmpty ? "" : ", retries: \(retries)")
        return RouteFixture.manifest([RouteFixture.path("/a", "any", more: more)], top: top)
    }

    /// A function that fails so often and then answers.
    private static func failing(
        _ times: Int, _ code: LambdaError.Code = throttled, retryAfter: Int? = nil
    ) -> FakeFunction {
        let calls = Tally()
        return FakeFunction { call throws(LambdaError) in
            calls.add()
            if calls.count <= times {
                throw LambdaError(code, message: "secret", retryAfterSeconds: retryAfter)
            }
            return call.echo()
        }
    }

    @Test(arguments: [1, 2, 3, 7])
    func `X-12a where Lambda takes fewer requests than the manifest says, all are answered`(
        limit: Int
    ) throws {
        let function = FakeFunction { call throws(LambdaError) in
            guard call.events.count <= limit else {
                throw LambdaError(.payloadTooLarge, message: "")
            }
            return call.echo()
        }
        let path = RouteFixture.path("/a/{n}", wait: 30_000, size: 7, more: "timeoutMs: 60000")
        try GatewayStage.run(RouteFixture.manifest([path]), function) { stage in
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<7 {
                    group.addTask { try await stage.send(.get, "/a/\(number)").status.code }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers == Array(repeating: 200, count: 7))
            let served = function.calls.filter { $0.events.count <= limit }
            #expect(served.reduce(0) { $0 + $1.events.count } == 7, "each exactly once")
        }
    }

    private static let quick = "max: 2, baseDelayMs: 1, maxDelayMs: 1"

    @Test(
        arguments: [
            Named("GET", (HTTPMethod.get, "{ \(quick) }", throttled), (200, 3)),
            Named("PUT", (.put, "{ \(quick) }", throttled), (200, 3)),
            Named("POST", (.post, "{ \(quick) }", throttled), (503, 1)),
            Named(
                "POST in the list", (.post, "{ \(quick), methods: [post] }", throttled), (200, 3)),
            Named(
                "GET not in the list", (.get, "{ \(quick), methods: [POST] }", throttled), (503, 1)),
            Named("no retries", (.get, "", throttled), (503, 1)),
            Named("retries of 0", (.get, "0", throttled), (503, 1)),
            Named("one is too few", (.get, "{ max: 1, baseDelayMs: 1 }", throttled), (503, 2)),
            Named(
                "refused connection", (.get, "{ \(quick) }", .transport(.connectFailed)), (200, 3)),
            Named("it may have run", (.get, "{ \(quick) }", .service), (502, 1)),
            Named(
                "and may run twice", (.get, "{ \(quick), retryUnsafe: true }", .service), (200, 3)),
        ] as [Named<(HTTPMethod, String, LambdaError.Code), (Int, Int)>])
    func `X-17a what fails twice is invoked as often as its manifest allows`(
        _ row: Named<(HTTPMethod, String, LambdaError.Code), (Int, Int)>
    ) throws {
        let function = Self.failing(2, row.given.2)
        try GatewayStage.run(Self.manifest(row.given.1), function) { stage in
            let answer = try await stage.send(row.given.0, "/a")
            #expect(answer.status.code == row.wanted.0)
            #expect(function.calls.count == row.wanted.1)
            #expect((answer.fields["retry-after"] != nil) == (row.wanted.0 == 503))
        }
    }

    @Test func `retries are in the log, with the request at its end`() throws {
        let recorder = try GatewayStage.run(
            Self.manifest("{ max: 3, baseDelayMs: 1 }"), Self.failing(2)
        ) { stage in
            let answer = try await stage.get("/a")
            #expect(answer.text == "GET /a")
        }
        let failures = recorder.entries("invocation_failed")
        #expect(failures.map { $0["retry"]?.string } == ["scheduled", "scheduled"])
        #expect(failures.map { $0["retryBatchSize"]?.int } == [1, 1])
        #expect(failures.map { $0["retries"]?.int } == [nil, 1])
        #expect(recorder.entries("request").map { $0["retries"]?.int } == [2])
    }

    @Test func `a retry that would come too late is a failure at once`() throws {
        let function = Self.failing(1, retryAfter: 100)
        try GatewayStage.run(Self.manifest("2"), function) { stage in
            let answer = try await stage.get("/a")
            try answer.expectProblem(503, "throttled")
            #expect(answer.all("retry-after") == ["100"])
            #expect(function.calls.count == 1)
        }
    }

    @Test func `when the budget is used up failures are answers`() throws {
        let function = Self.failing(.max)
        let manifest = Self.manifest(
            "{ max: 10, baseDelayMs: 1, maxDelayMs: 1 }", top: ["RetryBudgetPercent: 0"])
        let recorder = try GatewayStage.run(manifest, function) { stage in
            // Time earns a retry a second, however long this takes.
            for _ in 0..<5 { try await stage.get("/a").expectProblem(503, "throttled") }
        }
        let retries = recorder.entries("invocation_failed").compactMap { $0["retry"]?.string }
        #expect(retries.contains("withheld"))
        #expect(retries.count { $0 == "scheduled" } >= 10)
    }

    @Test func `a batch that waits for its next try takes nobody's place`() throws {
        let throttles = Tally()
        let function = FakeFunction { call throws(LambdaError) in
            if call.function == "busy", throttles.count == 0 {
                throttles.add()
                throw LambdaError(Self.throttled, message: "", retryAfterSeconds: 2)
            }
            return call.echo()
        }
        let manifest = RouteFixture.manifest(
            [
                RouteFixture.path("/busy", function: "busy", more: "retries: 2, timeoutMs: 60000"),
                RouteFixture.path("/free", function: "free", more: "timeoutMs: 60000"),
            ], top: ["MaxInflightInvocations: 1"])
        try GatewayStage.run(manifest, function) { stage in
            let busy = stage.start(.get, "/busy")
            await function.begun.reaches(1)
            let free = try await stage.get("/free")
            #expect(free.status == .ok)
            let answer = try await busy.value
            #expect(answer.status == .ok)
            #expect(function.calls.map(\.function) == ["busy", "free", "busy"])
        }
    }
}
