import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import TestSupport
import Testing

@testable import SmugGateway

private typealias Fixture = RouteFixture

/// Manifests that follow one another under requests.
@Suite struct GatewayReloadTests {
    /// Longer than a test runs: what waits for it would be lost.
    private static let long = 60_000
    private static let patient = "timeoutMs: 120000"

    @Test func `X-16d requests that come after a change are served by what it says`() throws {
        try GatewayStage.run(Fixture.manifest([Fixture.path("/a"), Fixture.path("/b")])) { stage in
            #expect(try await stage.get("/a").status == .ok)
            let adoption = try stage.adopt([Fixture.path("/b"), Fixture.path("/c")])
            #expect(
                adoption
                    == ManifestAdoption(generation: 2, keptRoutes: 1, newRoutes: 1, endedRoutes: 1))
            try await stage.get("/a").expectProblem(404, "not_found")
            #expect(try await stage.get("/b").status == .ok)
            #expect(try await stage.get("/c").status == .ok)
        }
    }

    @Test func `a route that does not change keeps the batch that gathers`() throws {
        let path = Fixture.path("/a/{id}", wait: Self.long, size: 2, more: Self.patient)
        try GatewayStage.run(Fixture.manifest([path])) { stage in
            let first = stage.start(.get, "/a/1")
            try await stage.waits(for: 1)
            _ = try stage.adopt([Fixture.path("/new"), path], top: ["MaxPendingInvocations: 7"])
            let second = try await stage.get("/a/2")
            #expect(second.text == "GET /a/2")
            #expect(try await first.value.text == "GET /a/1")
            #expect(stage.function.calls.map(\.ids.count) == [2])
        }
    }

    @Test func `a batch that gathers finishes under the route that it began with`() throws {
        let function = FakeFunction { call in
            call.answers { _ in #""statusCode":200,"body":"\#(call.function)""# }
        }
        let before = Fixture.path(
            "/a", function: "old", wait: Self.long, size: 2, more: Self.patient)
        let after = Fixture.path(
            "/a", function: "new", wait: Self.long, size: 2, more: Self.patient)
        try GatewayStage.run(Fixture.manifest([before]), function) { stage in
            let old = stage.start(.get, "/a")
            try await stage.waits(for: 1)
            _ = try stage.adopt([after])
            // The window of the old batch is not over: the new one is full first.
            let new = (stage.start(.get, "/a"), stage.start(.get, "/a"))
            #expect(try await new.0.value.text == "new")
            #expect(try await new.1.value.text == "new")
            _ = try stage.adopt([before])
            // A batch of a route that has ended takes nobody in, even if one is there again.
            let again = (stage.start(.get, "/a"), stage.start(.get, "/a"))
            #expect(try await again.0.value.text == "old")
            #expect(try await again.1.value.text == "old")
            old.cancel()
            _ = await old.result
            #expect(stage.function.calls.map(\.ids.count) == [2, 2])
        }
    }

    @Test func `a request whose body comes late belongs to the manifest of its head`() throws {
        let before = Fixture.path("/a", "post", function: "old")
        let after = Fixture.path("/a", "post", function: "new")
        try GatewayStage.run(Fixture.manifest([before])) { stage in
            let client = try await stage.connect()
            defer { client.close() }
            client.write("POST /a HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\nx")
            try await stage.isUnderWay(1)
            for _ in 0..<3 {
                _ = try stage.adopt([after])
                _ = try stage.adopt([Fixture.path("/b")])
            }
            client.write("y")
            #expect(try await client.read(until: "POST /a").hasPrefix("HTTP/1.1 200 OK"))
            #expect(stage.function.calls.map(\.function) == ["old"])
        }
    }

    @Test func `old and new requests share the limit of invocations`() throws {
        let gate = Gate()
        let function = FakeFunction { call in
            if call.function == "old" { await gate.pass() }
            return call.echo()
        }
        let limit = ["MaxInflightInvocations: 1"]
        let patient = Self.patient
        let old = Fixture.path("/a", function: "old", more: patient)
        let new = Fixture.path("/b", function: "new", more: patient)
        try GatewayStage.run(Fixture.manifest([old], top: limit), function) { stage in
            let first = stage.start(.get, "/a")
            await function.begun.reaches(1)
            _ = try stage.adopt([new], top: limit)
            let second = stage.start(.get, "/b")
            try await stage.waits(for: 1)
            #expect(function.calls.map(\.function) == ["old"])
            gate.open()
            #expect(try await first.value.status == .ok)
            #expect(try await second.value.status == .ok)
        }
    }

    @Test func `a higher limit takes effect for batches that wait already`() throws {
        let gate = Gate()
        let function = FakeFunction { call in
            await gate.pass()
            return call.echo()
        }
        let path = Fixture.path("/a", more: Self.patient)
        try GatewayStage.run(
            Fixture.manifest([path], top: ["MaxInflightInvocations: 1"]), function
        ) { stage in
            let calls = (0..<3).map { _ in stage.start(.get, "/a") }
            try await stage.waits(for: 2)
            _ = try stage.adopt([path], top: ["MaxInflightInvocations: 2"])
            await function.begun.reaches(2)
            try await stage.waits(for: 1)
            gate.open()
            for call in calls { #expect(try await call.value.status == .ok) }
        }
    }

    @Test func `the limit of requests is that of the manifest that serves`() throws {
        let gate = Gate()
        let function = FakeFunction { call in
            await gate.pass()
            return call.echo()
        }
        let path = Fixture.path("/a", more: Self.patient)
        try GatewayStage.run(
            Fixture.manifest([path], top: ["MaxInflightRequests: 1"]), function
        ) { stage in
            let first = stage.start(.get, "/a")
            await function.begun.reaches(1)
            try await stage.get("/a").expectProblem(429, "too_many_requests")
            _ = try stage.adopt([path], top: ["MaxInflightRequests: 2"])
            let second = stage.start(.get, "/a")
            await function.begun.reaches(2)
            try await stage.get("/a").expectProblem(429, "too_many_requests")
            gate.open()
            #expect(try await first.value.status == .ok)
            #expect(try await second.value.status == .ok)
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `each request is answered once, by one manifest that served while it was under way`(
        seed: UInt64
    ) throws {
        let function = FakeFunction { call in
            call.answers { event in
                let path = event["rawPath"]?.string ?? ""
                return #""statusCode":200,"body":"\#(call.function) \#(path)""#
            }
        }
        // How many manifests have been served after the first.
        let changes = Tally()
        @Sendable func paths(_ generation: Int, _ random: inout SplitMix64) -> [String] {
            let size = Int.random(in: 1...4, using: &random)
            let moved = Fixture.path("/r/{id}", function: "g-\(generation)", wait: 2, size: size)
            // The same in all manifests, so that its batches go through the changes.
            let kept = Fixture.path("/k/{id}", function: "kept", wait: 2, size: 3)
            return Bool.random(using: &random) ? [moved, kept] : [kept, moved]
        }
        var random = SplitMix64(seed: seed)
        let first = Fixture.manifest(paths(1, &random))
        try GatewayStage.run(first, function, loops: 3) { stage in
            var random = SplitMix64(seed: seed &+ 1)
            var calls: [Task<Bool, any Error>] = []
            for number in 0..<600 {
                let isKept = number % 4 == 0
                let path = "/\(isKept ? "k" : "r")/\(number)"
                calls.append(
                    Task(executorPreference: stage.loop) {
                        let earliest = changes.count
                        let answer = try await stage.get(path)
                        let latest = changes.count
                        let words = answer.text.split(separator: " ").map(String.init)
                        guard answer.status == .ok, words.count == 2, words[1] == path else {
                            return false
                        }
                        if isKept { return words[0] == "kept" }
                        let generation = Int(words[0].dropFirst(2)) ?? 0
                        return (earliest...latest).contains(generation - 1)
                    })
                if Int.random(in: 0..<3, using: &random) == 0 {
                    let next = changes.count + 2
                    // Counted first: a request may be served by it before this is told so.
                    let adoption = try stage.adopt(paths(next, &random)) {
                        changes.add()
                    }
                    #expect(adoption.generation == next)
                }
                if Bool.random(using: &random) {
                    try await stage.loop.sleep(for: .microseconds(300))
                }
            }
            for (number, call) in calls.enumerated() {
                #expect(try await call.value, "request \(number)")
            }
            let ids = stage.function.calls.flatMap(\.ids)
            #expect(ids.count == 600)
            #expect(Set(ids).count == 600)
        }
    }
}

extension GatewayStage {
    fileprivate func adopt(
        _ paths: [String], top: [String] = [], _ before: () -> Void = {}
    ) throws -> ManifestAdoption {
        let manifest = try ManifestFixture.parse(Fixture.manifest(paths, top: top))
        before()
        return try #require(running).adopt(manifest)
    }

    /// Returns when so many requests wait for an invocation.
    fileprivate func waits(for count: Int) async throws {
        while running?.generations.batcher.look({ $0.waitingByRoute.reduce(0, +) }) != count {
            try await loop.sleep(for: .milliseconds(1))
        }
    }

    /// Returns when so many requests are under way.
    fileprivate func isUnderWay(_ count: Int) async throws {
        while running?.handler.inFlight.value != count {
            try await loop.sleep(for: .milliseconds(1))
        }
    }
}
