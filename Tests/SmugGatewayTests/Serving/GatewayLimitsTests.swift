import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import TestSupport
import Testing

@testable import SmugGateway

/// Every limit that a request can meet, with the answer that it has there.
@Suite struct GatewayLimitsTests {
    private typealias Fixture = RouteFixture

    /// A function that answers when the gate is open.
    private static func held(by gate: Tally) -> FakeFunction {
        FakeFunction { call in
            await gate.reaches(1)
            return call.echo()
        }
    }

    // MARK: - Requests at a time

    @Test func `X-20 a request above MaxInflightRequests is refused before its body is read`()
        throws
    {
        let gate = Tally()
        let manifest = Fixture.manifest(
            [Fixture.path("/a", "post")], top: ["MaxInflightRequests: 1"])
        try GatewayStage.run(manifest, Self.held(by: gate)) { stage in
            let first = stage.start(.post, "/a")
            await stage.function.begun.reaches(1)
            let client = try await stage.connect()
            defer { client.close() }
            // No byte of the body is ever sent.
            client.write("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
            let text = try await client.readToEnd()
            #expect(text.hasPrefix("HTTP/1.1 429 "))
            #expect(text.contains("\r\nretry-after: 1\r\n"))
            #expect(text.contains("\r\nconnection: close\r\n"))
            #expect(text.contains("\"code\":\"too_many_requests\""))
            gate.add()
            let answer = try await first.value
            #expect(answer.status == .ok)
            let later = try await stage.send(.post, "/a")
            #expect(later.status == .ok, "the place is free again")
        }
    }

    @Test(arguments: [
        Named("the function fails", (HTTPMethod.get, "/fails", 0), 502),
        Named("the body is too large", (.post, "/a", 2000), 413),
        Named("nothing answers in time", (.get, "/slow", 0), 504),
        Named("no route", (.get, "/none", 0), 404),
        Named("the event is too large", (.post, "/big", 3000), 413),
    ])
    func `a request gives its place back when`(_ row: Named<(HTTPMethod, String, Int), Int>) throws
    {
        let gate = Tally()
        let function = FakeFunction { call in
            if call.function == "slow" { await gate.reaches(1) }
            return call.function == "fails" ? [] : call.echo()
        }
        let manifest = Fixture.manifest(
            [
                Fixture.path("/a", "post", more: "maxBodyBytes: 1000"),
                Fixture.path("/fails", function: "fails"),
                Fixture.path("/slow", function: "slow", more: "timeoutMs: 5"),
                Fixture.path("/big", "post", more: "maxBatchBytes: 1024"),
            ], top: ["MaxInflightRequests: 1"])
        try GatewayStage.run(manifest, function) { stage in
            for _ in 0..<3 {
                let body = [UInt8](repeating: 0x61, count: row.given.2)
                let answer = try await stage.send(row.given.0, row.given.1, body: body)
                #expect(answer.status.code == row.wanted)
            }
            let good = try await stage.send(.post, "/a")
            #expect(good.status == .ok)
            gate.add()
        }
    }

    @Test func `a request keeps its place until its client has taken the answer`() throws {
        let size = 14 * 1024 * 1024
        let function = FakeFunction { call in
            guard call.function == "large" else { return call.echo() }
            let body = String(repeating: "x", count: size)
            return call.answers { _ in #""statusCode":200,"body":"\#(body)""# }
        }
        let manifest = Fixture.manifest(
            [
                Fixture.path("/large", function: "large", more: "timeoutMs: 60000"),
                Fixture.path("/small"),
            ], top: ["MaxInflightRequests: 1"])
        try GatewayStage.run(manifest, function) { stage in
            let slow = try await stage.connect()
            defer { slow.close() }
            slow.write("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            await stage.function.begun.reaches(1)
            await stage.loop.nextTurn()
            try await stage.get("/small").expectProblem(429, "too_many_requests")
            slow.close()
            // The place is free when the gateway has seen that the client is gone.
            while try await stage.get("/small").status != .ok { await stage.loop.nextTurn() }
        }
    }

    // MARK: - Queues

    @Test func `a full queue answers 429`() throws {
        let gate = Tally()
        let path = Fixture.path("/a", more: "maxQueueDepth: 2, timeoutMs: 120000")
        let manifest = Fixture.manifest([path], top: ["MaxInflightInvocations: 1"])
        let recorder = try GatewayStage.run(manifest, Self.held(by: gate)) { stage in
            let running = stage.start(.get, "/a")
            await stage.function.begun.reaches(1)
            let calls = [stage.start(.get, "/a"), stage.start(.get, "/a")]
            try await stage.gathers(2)
            try await stage.get("/a").expectProblem(429, "queue_full")
            for call in calls { call.cancel() }
            try await stage.gathers(0)
            gate.add()
            _ = try await running.value
        }
        let codes = recorder.entries("request").compactMap { $0["code"]?.string }
        #expect(codes == ["queue_full", "client_left", "client_left"])
    }

    @Test func `a full ladder answers 429 and later works again`() throws {
        let gate = Tally()
        let manifest = Fixture.manifest(
            [Fixture.path("/a", more: "timeoutMs: 60000")],
            top: ["MaxInflightInvocations: 1", "MaxPendingInvocations: 1"])
        try GatewayStage.run(manifest, Self.held(by: gate)) { stage in
            let running = stage.start(.get, "/a")
            await stage.function.begun.reaches(1)
            // One of these two waits; which one, the network decides.
            let two = [stage.start(.get, "/a"), stage.start(.get, "/a")]
            let refused = Tally()
            let answers = two.map { call in
                Task(executorPreference: stage.loop) {
                    let answer = try await call.value
                    if answer.status == .tooManyRequests { refused.add() }
                    return answer
                }
            }
            await refused.reaches(1)
            gate.add()
            for answer in answers {
                let answer = try await answer.value
                if answer.status != .ok { try answer.expectProblem(429, "overloaded") }
            }
            let first = try await running.value
            #expect(first.status == .ok)
            let later = try await stage.get("/a")
            #expect(later.status == .ok)
        }
    }

    @Test func `X-17b a route at its own limit of invocations leaves room for others`() throws {
        let gate = Tally()
        let function = FakeFunction { call in
            if call.function == "held" { await gate.reaches(1) }
            return call.echo()
        }
        let manifest = Fixture.manifest(
            [
                Fixture.path(
                    "/held", function: "held",
                    more: "maxInflightInvocations: 1, timeoutMs: 60000"),
                Fixture.path("/free"),
            ], top: ["MaxInflightInvocations: 2"])
        try GatewayStage.run(manifest, function) { stage in
            let held = (0..<5).map { _ in stage.start(.get, "/held") }
            await function.begun.reaches(1)
            for _ in 0..<5 {
                let free = try await stage.get("/free")
                #expect(free.status == .ok)
            }
            #expect(function.calls.filter { $0.function == "held" }.count == 1)
            gate.add()
            for call in held {
                let response = try await call.value
                #expect(response.status == .ok)
            }
        }
    }

    // MARK: - Bodies

    private static func bodies(_ top: String...) -> String {
        Fixture.manifest([Fixture.path("/a", "post", more: "maxBodyBytes: 10")], top: top)
    }

    @Test(arguments: [
        Named("of exactly the limit", "Content-Length: 10\r\n\r\n0123456789", 200),
        Named(
            "in chunks of exactly the limit",
            "Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n", 200),
        Named("whose length is over the limit, unread", "Content-Length: 11\r\n\r\n", 413),
        Named(
            "that waits to be asked for and is over the limit",
            "Content-Length: 11\r\nExpect: 100-continue\r\n\r\n", 413),
        Named(
            "whose length is beyond numbers", "Content-Length: 99999999999999999999\r\n\r\n", 400),
        Named(
            "in chunks over the limit",
            "Transfer-Encoding: chunked\r\n\r\nb\r\n0123456789a\r\n0\r\n\r\n", 413),
        Named(
            "X-20 in chunks that are none",
            "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        Named("X-20 that does not come", "Content-Length: 5\r\n\r\n012", 408),
    ])
    func `a body`(_ row: Named<String, Int>) throws {
        let manifest = row.wanted == 408 ? Self.bodies("ReadTimeoutMs: 500") : Self.bodies()
        let recorder = try GatewayStage.run(manifest) { stage in
            let client = try await stage.connect()
            defer { client.close() }
            client.write("POST /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + row.given)
            let text = try await client.readToEnd()
            #expect(text.hasPrefix("HTTP/1.1 \(row.wanted) "), "\(text)")
            #expect(text.components("x-request-id: ") == 1)
            #expect(stage.function.calls.count == (row.wanted == 200 ? 1 : 0))
        }
        let statuses = recorder.entries.compactMap { $0["status"]?.int }
        #expect(statuses == [row.wanted])
    }

    @Test func `a client that waits to be asked for its body is asked when there is room`() throws {
        try GatewayStage.run(Self.bodies()) { stage in
            let client = try await stage.connect()
            defer { client.close() }
            client.write(
                "POST /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                    + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n")
            _ = try await client.read(until: "HTTP/1.1 100 Continue\r\n\r\n")
            client.write("hello")
            let text = try await client.readToEnd()
            #expect(text.contains("\r\n\r\nHTTP/1.1 200 OK\r\n"))
            #expect(stage.function.events.first?["body"]?.string == "hello")
        }
    }

    // MARK: - Payloads

    @Test func `X-12a a request alone over the payload limit is 413, the rest of its batch goes`()
        throws
    {
        let manifest = Fixture.manifest([
            Fixture.path("/a", "post", wait: 50_000, size: 2, more: "maxBatchBytes: 2048")
        ])
        try GatewayStage.run(manifest) { stage in
            let large = [UInt8](repeating: 0x61, count: 2000)
            let calls = [[1], large, [2]].map { stage.start(.post, "/a", body: $0) }
            let answers = [
                try await calls[0].value, try await calls[1].value, try await calls[2].value,
            ]
            #expect(answers.map(\.status.code) == [200, 413, 200])
            try answers[1].expectProblem(413, "event_too_large")
            #expect(stage.function.calls.map(\.events.count) == [2])
        }
    }

    @Test func `X-12b no payload is over the limit, and as much as fits goes together`() throws {
        let limit = 4096
        let manifest = Fixture.manifest([
            Fixture.path("/a", "post", wait: 20, size: 100, more: "maxBatchBytes: \(limit)")
        ])
        try GatewayStage.run(manifest) { stage in
            for round in 0..<20 {
                let calls = (0..<12).map { number in
                    let size = (number * 379 + round * 97) % 1500 + 1
                    return stage.start(
                        .post, "/a", body: [UInt8](repeating: 0x61, count: size))
                }
                for call in calls {
                    let response = try await call.value
                    #expect(response.status == .ok)
                }
                if round % 5 == 0 { await stage.loop.nextTurn() }
            }
            let sizes = stage.function.calls.map(\.payload.count)
            #expect(sizes.allSatisfy { $0 <= limit })
            #expect(stage.function.calls.count < 20 * 12)
        }
    }

    @Test func `a request of exactly the payload limit goes, one byte more does not`() throws {
        let limit = 2048
        let manifest = Fixture.manifest([
            Fixture.path("/a", "post", more: "maxBatchBytes: \(limit)")
        ])
        try GatewayStage.run(manifest) { stage in
            let probe = try await stage.send(.post, "/a", body: [0x61])
            #expect(probe.status == .ok)
            // The envelope keeps room for the longest time that there is: 7 digits more.
            var size = limit - (stage.function.calls.first?.payload.count ?? 0) - 7 + 1
            // The length itself is in the event too, as `content-length`.
            size -= String(size).utf8.count - 1
            let fits = try await stage.send(.post, "/a", body: .init(repeating: 0x61, count: size))
            #expect(fits.status == .ok)
            #expect(stage.function.calls.last?.payload.count == limit - 7)
            let over = try await stage.send(
                .post, "/a", body: .init(repeating: 0x61, count: size + 1))
            try over.expectProblem(413, "event_too_large")
        }
    }
}

extension String {
    /// How often the text occurs.
    fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}
