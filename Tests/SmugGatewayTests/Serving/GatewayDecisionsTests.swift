import SmugAWS
import SmugHTTP
import SmugJSON
import SmugNet
import Testing

@testable import SmugGateway

/// What a manifest that says nothing of it gets, as docs/configuration.md has it.
@Suite struct GatewayDecisionsTests {
    private typealias Fixture = RouteFixture

    @Test func `X-23a without a key the requests of a route share batches, those of two do not`()
        throws
    {
        let manifest = Fixture.manifest([
            Fixture.path("/a", wait: 60_000, size: 2, more: "timeoutMs: 120000"),
            Fixture.path("/b", wait: 60_000, size: 2, more: "timeoutMs: 120000"),
        ])
        try GatewayStage.run(manifest) { stage in
            var answers: [Task<HTTPResponse, any Error>] = []
            for target in ["/a", "/b"] {
                for tenant in ["one", "two"] {
                    answers.append(stage.start(.get, target, fields: [("X-Tenant", tenant)]))
                }
            }
            for answer in answers {
                let response = try await answer.value
                #expect(response.status == .ok)
            }
            let shared = stage.function.calls.map { call in
                call.events.map { $0["rawPath"]?.string ?? "" }
            }
            #expect(shared.sorted { $0[0] < $1[0] } == [["/a", "/a"], ["/b", "/b"]])
        }
    }

    @Test(arguments: [LambdaError.Code.throttled(reason: nil), .service])
    func `X-23b without retries not even an idempotent request is sent twice`(
        _ code: LambdaError.Code
    ) throws {
        let function = FakeFunction.failing(code)
        try GatewayStage.run(Fixture.manifest([Fixture.path("/a")]), function) { stage in
            let response = try await stage.get("/a")
            #expect(response.status.code >= 500)
            #expect(function.calls.count == 1)
        }
    }

    @Test func `X-23c each function gets the trace of its own caller, as it was sent`() throws {
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let manifest = Fixture.manifest([
            Fixture.path("/{name}", wait: 60_000, size: 2, more: "timeoutMs: 120000")
        ])
        try GatewayStage.run(manifest) { stage in
            let traced = stage.start(
                .get, "/traced", fields: [("traceparent", parent), ("tracestate", "a=b")])
            let plain = stage.start(.get, "/plain")
            for answer in [traced, plain] {
                let response = try await answer.value
                #expect(response.status == .ok)
            }
            for event in stage.function.events {
                let headers = event["headers"]
                let isTraced = event["rawPath"]?.string == "/traced"
                #expect(headers?["traceparent"]?.string == (isTraced ? parent : nil))
                #expect(headers?["tracestate"]?.string == (isTraced ? "a=b" : nil))
            }
        }
    }
}
