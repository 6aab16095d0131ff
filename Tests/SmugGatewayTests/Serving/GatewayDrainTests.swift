import SmugAWS
import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import TestSupport
import Testing

@testable import SmugGateway

/// The end of a gateway.
@Suite struct GatewayDrainTests {
    private typealias Fixture = RouteFixture

    @Test func `X-19e a drain answers what is in flight, and says that it is the last`() throws {
        let gate = Tally()
        let call = Held<Task<HTTPResponse, any Error>>()
        let manifest = Fixture.manifest([Fixture.path("/a", more: "timeoutMs: 60000")])
        let function = FakeFunction { call in
            await gate.reaches(1)
            return call.echo()
        }
        let recorder = try GatewayStage.run(manifest, function) { stage in
            call.set(stage.start(.get, "/a"))
            await stage.function.begun.reaches(1)
            Task(executorPreference: stage.loop) {
                while stage.running?.handler.isDraining == false { await stage.loop.nextTurn() }
                gate.add()
            }
        } after: {
            let response = try await call.content?.value
            #expect(response?.text == "GET /a")
            #expect(response?.fields["connection"] == "close")
        }
        let events = recorder.entries.compactMap { $0["event"]?.string }
        #expect(events == ["listening", "draining", "invocation", "request", "stopped"])
        #expect(function.closed.count == 1)
    }

    @Test func `a drain has who gathers in a batch leave at once`() throws {
        let call = Held<Task<HTTPResponse, any Error>>()
        let manifest = Fixture.manifest(
            [Fixture.path("/a", wait: 800_000, size: 10, more: "timeoutMs: 900000")])
        try GatewayStage.run(manifest) { stage in
            call.set(stage.start(.get, "/a"))
            // The request is in its batch before the drain begins.
            try await stage.gathers(1)
        } after: {
            let response = try await call.content?.value
            #expect(response?.text == "GET /a")
        }
    }

    @Test func `X-19d a drain ends in time, whatever a function does`() throws {
        let call = Held<Task<HTTPResponse, any Error>>()
        let ended = Held<Tally>()
        let function = FakeFunction { _ throws(LambdaError) in
            await ended.content?.reaches(1)
            throw LambdaError(.transport(.cancelled(requestSent: true)), message: "closed")
        }
        ended.set(function.closed)
        let manifest = Fixture.manifest(
            [Fixture.path("/a", more: "timeoutMs: 60000")], top: ["DrainTimeoutMs: 20"])
        let recorder = try GatewayStage.run(manifest, function) { stage in
            call.set(stage.start(.get, "/a"))
            await function.begun.reaches(1)
        } after: {
            let response = try await call.content?.value
            #expect(response?.status == .serviceUnavailable)
            #expect(response?.fields["retry-after"] == "1")
            #expect(response?.text.contains(#""code":"draining""#) == true)
        }
        let line = recorder.entries.first { $0["event"]?.string == "request" }
        #expect(line?["status"] == 503 && line?["code"]?.string == "draining")
    }

    @Test func `a body that throws closes everything, too`() throws {
        struct Stop: Error {}
        let function = FakeFunction()
        #expect(throws: Stop.self) {
            try GatewayStage.run(Fixture.manifest([Fixture.path("/a")]), function) { stage in
                _ = try await stage.get("/a")
                throw Stop()
            }
        }
        #expect(function.closed.count == 1)
    }

    @Test func `X-19e while it drains a gateway is not ready, is healthy and ends connections`()
        throws
    {
        let manifest = try ManifestFixture.parse(Fixture.manifest([Fixture.path("/a")]))
        let recorder = LogRecorder()
        try TestLoop.run(loops: 1) { group in
            let invocations = Tally()
            let metrics = GatewayMetrics()
            let invoker = TaskInvoker { _ in
                invocations.add()
                return BatchOutcome(end: .served)
            }
            let generations = try Generations(manifest, metrics: metrics, invoker: invoker)
            let handler = GatewayHandler(
                generations: generations, log: recorder.log(), metrics: metrics,
                includesBatchSize: false)
            try await HTTPServer.serve(.anyPort, on: group, handler: handler) { _, address in
                let gateway = GatewayStage(
                    address: address, loop: group.loops[0], function: FakeFunction(),
                    running: nil, recorder: recorder)
                let ready = try await gateway.get("/readyz")
                #expect(ready.status == .ok)
                handler.beginDraining()
                let draining = try await gateway.get("/readyz")
                #expect(draining.status == .serviceUnavailable)
                #expect(draining.text == "draining\n")
                let healthy = try await gateway.get("/healthz")
                #expect(healthy.status == .ok)
                let refused = try await gateway.get("/a")
                try refused.expectProblem(503, "draining")
                #expect(refused.fields["connection"] == "close")
                #expect(invocations.count == 0)
            }
        }
    }
}
