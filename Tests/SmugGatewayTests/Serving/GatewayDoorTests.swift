import SmugHTTP
import SmugJSON
import SmugNet
import Testing

@testable import SmugGateway

/// Row X-20 for batch keys: what the head decides is answered before a body is read.
@Suite struct GatewayDoorTests {
    private static let upload = """
        POST /a HTTP/1.1\r
        Host: a\r
        Content-Length: 100000\r
        Expect: 100-continue\r
        \r

        """

    /// Sends a head whose body never comes; the whole answer, which ends the connection.
    private static func knock(_ stage: GatewayStage) async throws -> String {
        let client = try await stage.connect()
        defer { client.close() }
        client.write(upload)
        return try await client.readToEnd()
    }

    private static func expectRefusal(_ text: String, _ code: String) {
        #expect(text.hasPrefix("HTTP/1.1 429 "), "no 100 goes before it")
        #expect(text.contains("\r\nretry-after: 1\r\n"))
        #expect(text.contains("\r\nconnection: close\r\n"), "the body may come all the same")
        #expect(text.contains("\"code\":\"\(code)\""))
    }

    @Test func `a request whose key has no room is refused before its body is asked for`() throws {
        let gate = Tally()
        let function = FakeFunction { call in
            await gate.reaches(1)
            return call.echo()
        }
        let path = RouteFixture.path("/a", "post", more: "maxQueueDepth: 1, timeoutMs: 60000")
        let manifest = RouteFixture.manifest([path], top: ["MaxInflightInvocations: 1"])
        try GatewayStage.run(manifest, function) { stage in
            let running = stage.start(.post, "/a")
            await stage.function.begun.reaches(1)
            let refused = Tally()
            // One of these two waits and fills the queue.
            let two = (0..<2).map { _ in
                Task(executorPreference: stage.loop) {
                    let answer = try await stage.send(.post, "/a")
                    if answer.status == .tooManyRequests { refused.add() }
                }
            }
            await refused.reaches(1)
            Self.expectRefusal(try await Self.knock(stage), "queue_full")

            let whole = try await stage.connect()
            defer { whole.close() }
            whole.write("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx")
            let kept = try await whole.read(until: "}")
            #expect(kept.hasPrefix("HTTP/1.1 429 "))
            #expect(!kept.contains("connection: close"), "its body has come: no need to close")

            gate.add()
            for call in two { try await call.value }
            let answer = try await running.value
            #expect(answer.status == .ok)
            whole.write("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx")
            let later = try await whole.read(until: "POST /a")
            #expect(later.dropFirst(kept.count).hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func `X-17d where every key has requests another is refused before its body`() throws {
        let manifest = RouteFixture.manifest(
            [
                RouteFixture.path("/a", "any"),
                RouteFixture.path("/held", wait: 50_000, size: 2, more: "timeoutMs: 60000"),
            ], top: ["MaxBatchKeys: 1"])
        let recorder = try GatewayStage.run(manifest) { stage in
            let held = stage.start(.get, "/held")
            // Until that has come the only key is this one's.
            while try await stage.get("/a").status == .ok {}
            Self.expectRefusal(try await Self.knock(stage), "too_many_keys")
            try await stage.get("/a").expectProblem(429, "too_many_keys")
            let second = try await stage.get("/held")
            #expect(second.status == .ok)
            let first = try await held.value
            #expect(first.status == .ok)
            let later = try await stage.get("/a")
            #expect(later.status == .ok)
        }
        let refused = recorder.entries("request").compactMap { $0["code"]?.string }
        #expect(refused == ["too_many_keys", "too_many_keys", "too_many_keys"])
    }

    @Test func `a request with room is told to go on`() throws {
        let manifest = RouteFixture.manifest([RouteFixture.path("/a", "post")])
        try GatewayStage.run(manifest) { stage in
            let client = try await stage.connect()
            defer { client.close() }
            client.write(Self.upload)
            let text = try await client.read(until: "\r\n\r\n")
            #expect(text == "HTTP/1.1 100 Continue\r\n\r\n")
        }
    }
}
