import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import SmugTelemetry
import TestSupport
import Testing

@testable import SmugGateway

@Suite struct AdminListenerTests {
    private static let manifest = RouteFixture.manifest(
        [
            RouteFixture.path("/fast"),
            RouteFixture.path("/slow", wait: 60_000, size: 8, more: "timeoutMs: 90000"),
        ], top: ["AdminAddr: 127.0.0.1:0"])

    /// Runs a gateway and hands its admin listener's address to `body`.
    @discardableResult
    private func run(
        _ manifest: String = manifest, _ function: FakeFunction = FakeFunction(),
        _ body: @escaping @Sendable (GatewayStage, GatewayStage) async throws -> Void,
        after: @escaping @Sendable () async throws -> Void = {}
    ) throws -> LogRecorder {
        try GatewayStage.run(
            manifest, function,
            { stage in try await body(stage, try await stage.admin()) }, after: after)
    }

    @Test func `the index lists every page, and each of them answers`() throws {
        try run { _, admin in
            let index = try await admin.get("/").text
            for page in AdminPage.allCases {
                #expect(index.contains(page.rawValue))
                let answer = try await admin.get(page.rawValue)
                #expect(answer.status == .ok, "\(page)")
                #expect(answer.all("x-request-id").count == 1)
                #expect(answer.all("cache-control") == ["no-store"])
            }
        }
    }

    @Test func `readiness and the manifest are told`() throws {
        try run { _, admin in
            #expect(try await admin.get("/readyz").text == "ok\n")
            #expect(try await admin.get("/healthz").text == "ok\n")
            let manifest = try await admin.get("/manifest").json
            #expect(manifest["AdminAddr"] == "127.0.0.1:0")
            let route = try await admin.get("/routes").json["routes"]?[0]
            #expect(route?["route"] == "GET /fast")
            #expect(route?["waitingRequests"] == 0)
        }
    }

    @Test func `pages that are none, and methods that a page does not take, are problems`() throws {
        try run { _, admin in
            for path in ["/nothing", "/metrics/", "/Metrics", "//", "/%6cog"] {
                try await admin.get(path).expectProblem(404, "not_found")
            }
            let answer = try await admin.send(.delete, "/log")
            try answer.expectProblem(405, "method_not_allowed")
            #expect(answer.all("allow") == ["GET, HEAD, PUT"])
            let put = try await admin.send(.put, "/metrics", body: [1])
            try put.expectProblem(405, "method_not_allowed")
            #expect(put.all("allow") == ["GET, HEAD"])
            try await admin.get("/keys?limit=0").expectProblem(400, "bad_input")
        }
    }

    @Test func `the level of the log is changed while the gateway runs`() throws {
        let recorder = try run { stage, admin in
            #expect(try await admin.get("/log").json == ["level": "trace"])
            #expect(try await admin.put("warn\n").json == ["level": "warn"])
            _ = try await stage.get("/fast")
            #expect(try await admin.put("Debug").json == ["level": "debug"])
            _ = try await stage.get("/fast")
        }
        let events = recorder.entries.compactMap { $0["event"]?.string }
        #expect(events.filter { $0 == "request" }.count == 1)
        #expect(events.filter { $0 == "invocation" }.count == 1)
        let changes = recorder.entries("log_level_changed")
        #expect(changes.map { $0["to"] } == ["warn", "debug"])
        #expect(changes.map { $0["level"] } == ["warn", "warn"])
    }

    @Test func `a module's level is changed beside the others'`() throws {
        let recorder = try run { stage, admin in
            _ = try await admin.put("info")
            let mixed: JSONValue = ["level": "info", "modules": ["invocations": "debug"]]
            #expect(try await admin.put("invocations=debug").json == mixed)
            _ = try await stage.get("/fast")
            #expect(
                try await admin.put("requests=warn").json
                    == ["level": "info", "modules": ["requests": "warn"]])
            _ = try await stage.get("/fast")
        }
        let events = recorder.entries.compactMap { $0["event"]?.string }
        #expect(events.filter { $0 == "request" }.count == 1)
        #expect(events.filter { $0 == "invocation" }.count == 1)
    }

    @Test(arguments: ["", "loud", "debug info", "\u{0}", "info\u{FF}"])
    func `a level that is none changes nothing`(_ text: String) throws {
        try run { _, admin in
            try await admin.put(text).expectProblem(400, "bad_input")
            #expect(try await admin.get("/log").json == ["level": "trace"])
        }
    }

    @Test func `a level is read up to its limit`() throws {
        try run { _, admin in
            let padding = String(repeating: " ", count: AdminHandler.maxLevelBytes - 4)
            #expect(try await admin.put("info" + padding).status == .ok)
            try await admin.put("info " + padding).expectProblem(413, "body_too_large")
        }
    }

    @Test func `what waits is told by key, by route and in metrics`() throws {
        try run { stage, admin in
            let waiting = [stage.start(.get, "/slow"), stage.start(.get, "/slow")]
            try await admin.until { try await admin.get("/keys").json["waiting"] == 2 }
            let keys = try await admin.get("/keys").json
            #expect(keys["keys"]?[0]?["route"] == "GET /slow")
            #expect(keys["keys"]?[0]?["waiting"] == 2)
            #expect(try await admin.get("/routes").json["routes"]?[1]?["waitingRequests"] == 2)
            let metrics = try await admin.get("/metrics").text
            #expect(
                metrics.contains(
                    "smug_queue_depth{route_template=\"/slow\",method=\"GET\","
                        + "target_lambda=\"hello\"} 2\n"))
            #expect(metrics.contains("smug_inflight_requests 2\n"))
            #expect(metrics.contains("smug_limit_use{name=\"max_queue_depth_per_key\"} 2\n"))
            for task in waiting { task.cancel() }
        }
    }

    @Test func `metrics come in the format that is asked for`() throws {
        try run { _, admin in
            let text = try await admin.get("/metrics")
            #expect(text.all("content-type") == ["text/plain; version=0.0.4; charset=utf-8"])
            let open = try await admin.get(
                "/metrics", fields: [("accept", MetricFormatAcceptTests.prometheus)])
            #expect(
                open.all("content-type")
                    == ["application/openmetrics-text; version=1.0.0; charset=utf-8"])
            #expect(open.text.hasSuffix("# EOF\n"))
        }
    }

    @Test func `a connection over the limit is closed at once, and counted`() throws {
        try run { _, admin in
            // The one that found the address may still be on its way out.
            try await admin.until {
                try await admin.get("/metrics").text.contains(
                    "smug_limit_use{name=\"max_admin_connections\"} 1\n")
            }
            var clients: [RawClient] = []
            for _ in 0..<AdminListener.maxConnections { clients.append(try await admin.connect()) }
            for client in clients {
                client.write("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n")
                #expect(try await client.read(until: "ok\n").hasPrefix("HTTP/1.1 200 OK"))
            }
            let over = try await admin.connect()
            #expect(try await over.readToEnd().isEmpty)
            clients[0].write(
                "GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
            let text = try await clients[0].readToEnd()
            #expect(text.contains("smug_limit{name=\"max_admin_connections\"} 64\n"))
            #expect(text.contains("smug_limit_use{name=\"max_admin_connections\"} 64\n"))
            #expect(text.contains("smug_limit_refusals_total{name=\"max_admin_connections\"} 1\n"))
            for client in clients.dropFirst() { client.close() }
        }
    }

    @Test func `a name that somebody else has lead here is refused`() throws {
        try run { _, admin in
            for host in ["evil.example", "localhost.evil.example:9000", "1.2.3.4.evil:80", "a"] {
                var other = admin
                other.host = host
                try await other.get("/manifest").expectProblem(403, "foreign_host")
                try await other.put("debug").expectProblem(403, "foreign_host")
            }
            for host in ["localhost", "LOCALHOST:9000", "127.0.0.1:9000", "[::1]:9000", "10.0.0.1"]
            {
                var own = admin
                own.host = host
                #expect(try await own.get("/log").status == .ok, "\(host)")
            }
        }
    }

    @Test func `there is none without AdminAddr`() throws {
        let recorder = try GatewayStage.run(RouteFixture.manifest([RouteFixture.path("/a")])) {
            stage in
            _ = try await stage.get("/a")
            #expect(try await stage.get("/metrics").status == .notFound)
        }
        #expect(recorder.entries("admin_listening").isEmpty)
    }

    @Test(arguments: [("127.0.0.1:0", 0), ("localhost:0", 0), (":0", 1), ("0.0.0.0:0", 1)])
    func `an address that others reach is warned of`(
        _ row: (address: String, warnings: Int)
    ) throws {
        let recorder = try GatewayStage.run(
            RouteFixture.manifest([RouteFixture.path("/a")], top: ["AdminAddr: \"\(row.address)\""])
        ) { _ in }
        let warnings = recorder.entries("admin_exposed")
        #expect(warnings.count == row.warnings)
        #expect(warnings.allSatisfy { $0["level"] == "warn" })
    }

    @Test func `an address that somebody has is an error that names the key`() throws {
        try TestLoop.run(loops: 1) { group in
            let taken = try TCPListener(on: group.loops[0], address: .anyPort) { socket, _ in
                TCPListener.refuse(socket)
            }
            defer { taken.close() }
            let manifest = RouteFixture.manifest(
                [RouteFixture.path("/a")], top: ["AdminAddr: \(taken.address)"])
            let gateway = Gateway(
                manifest: try ManifestFixture.parse(manifest), invoker: FakeFunction(),
                log: LogRecorder().log())
            let error = await #expect(throws: AdminListenError.self) {
                try await gateway.run(on: group) { _ in }
            }
            #expect(error?.description.contains("\(taken.address) for AdminAddr") == true)
        }
    }

    @Test func `who looks at a drain sees it to its end`() throws {
        let gate = Tally()
        let seen = Held<Task<String, any Error>>()
        let function = FakeFunction { call in
            await gate.reaches(1)
            return call.echo()
        }
        try run(Self.manifest, function) { stage, admin async throws in
            _ = stage.start(.get, "/fast")
            await function.begun.reaches(1)
            let before = try await admin.get("/readyz")
            #expect(before.status == .ok)
            seen.set(
                Task(executorPreference: stage.loop) {
                    try await admin.until { try await admin.get("/readyz").status.code == 503 }
                    defer { gate.add() }
                    return try await admin.get("/readyz").text
                })
        } after: {
            let text = try await seen.content?.value
            #expect(text == "draining\n")
        }
    }
}

extension GatewayStage {
    /// The same gateway's admin listener, to send to.
    fileprivate func admin() async throws -> GatewayStage {
        // The line is written a moment after it was logged.
        try await until { !recorder.entries("admin_listening").isEmpty }
        let line = try #require(recorder.entries("admin_listening").last)
        let text = try #require(line["address"]?.string)
        let port = try #require(text.split(separator: ":").last.flatMap { UInt16($0) })
        let address = try #require(SocketAddress(host: "127.0.0.1", port: port))
        return GatewayStage(
            address: address, loop: loop, function: function, running: nil, recorder: recorder,
            host: "localhost:1")
    }

    fileprivate func put(_ level: String) async throws -> HTTPResponse {
        try await send(.put, "/log", body: Array(level.utf8))
    }

    fileprivate func until(_ condition: () async throws -> Bool) async throws {
        while !(try await condition()) { try await loop.sleep(for: .milliseconds(5)) }
    }
}

extension HTTPResponse {
    fileprivate var json: JSONValue {
        get throws { try JSONValue(parsing: body) }
    }
}
