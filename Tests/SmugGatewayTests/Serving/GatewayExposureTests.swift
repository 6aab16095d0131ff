import SmugAWS
import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import Testing

@testable import SmugGateway

/// What a client can do to others, and what it gets to know: rows X-1 to X-22 of the gateway that
/// answers whole.
@Suite struct GatewayExposureTests {
    private typealias Fixture = RouteFixture

    // MARK: - X-1

    @Test func `X-1 the key is read from what the client sent: tenants never share a batch`() throws
    {
        let manifest = Fixture.manifest([
            Fixture.path(
                "/a", wait: 50_000, size: 2, more: "key: [\"header:x-tenant\", \"query:region\"]")
        ])
        try GatewayStage.run(manifest) { stage in
            // Each twice, and two make a batch.
            let calls =
                ["a", "b", "", "c", "a", "b", "", "c"].map {
                    stage.start(.get, "/a?region=eu", fields: [("X-Tenant", $0)])
                }
                + (0..<2).flatMap { _ in
                    [
                        stage.start(.get, "/a?region=eu"),
                        stage.start(.get, "/a?region=us", fields: [("X-Tenant", "a")]),
                    ]
                }
            for call in calls { _ = try await call.value }
            for call in stage.function.calls {
                let keys = call.events.map { event in
                    [
                        event["headers"]?["x-tenant"]?.string,
                        event["queryStringParameters"]?["region"]?.string,
                    ]
                }
                #expect(Set(keys).count == 1)
            }
            // a, b, empty, c, missing, and a of another region.
            #expect(stage.function.calls.map(\.events.count) == Array(repeating: 2, count: 6))
        }
    }

    @Test func `X-1 a header of the key that functions would not see is a problem at the start`() {
        let problems = ManifestFixture.problems(
            Fixture.manifest(
                [Fixture.path("/a", more: "key: [\"header:x-tenant\"]")],
                top: ["ForwardHeaders: { Deny: [X-Tenant] }"]))
        #expect(problems.count == 1)
    }

    // MARK: - X-2

    @Test func `X-2 a client that leaves before the flush is not in the batch`() throws {
        let manifest = Fixture.manifest([
            Fixture.path("/{id}", wait: 60_000, size: 2, more: "timeoutMs: 120000")
        ])
        let recorder = try GatewayStage.run(manifest) { stage in
            let gone = try await stage.connect()
            gone.write("GET /gone HTTP/1.1\r\nHost: a\r\n\r\n")
            try await stage.gathers(1)
            gone.close()
            try await stage.gathers(0)
            // Two make a batch.
            for answer in [stage.start(.get, "/stays"), stage.start(.get, "/stays")] {
                let response = try await answer.value
                #expect(response.text == "GET /stays")
            }
            #expect(stage.function.events.map { $0["rawPath"]?.string } == ["/stays", "/stays"])
        }
        let codes = recorder.entries("request").map { $0["code"]?.string }
        #expect(Set(codes) == ["client_left", nil])
    }

    @Test func `X-2 a request that times out while it waits for its turn is not sent`() throws {
        let gate = Tally()
        let function = FakeFunction { call in
            await gate.reaches(1)
            return call.echo()
        }
        let manifest = Fixture.manifest(
            [
                Fixture.path("/slow", more: "timeoutMs: 60000"),
                Fixture.path("/short", more: "timeoutMs: 10"),
            ], top: ["MaxInflightInvocations: 1"])
        try GatewayStage.run(manifest, function) { stage in
            let slow = stage.start(.get, "/slow")
            await function.begun.reaches(1)
            try await stage.get("/short").expectProblem(504, "timed_out")
            gate.add()
            let response = try await slow.value
            #expect(response.text == "GET /slow")
            #expect(function.calls.count == 1)
        }
    }

    // MARK: - X-10, X-11

    @Test(arguments: [
        Named(
            "throttled", LambdaError.Code.throttled(reason: "secret"),
            (503, "throttled")),
        Named("not ready", .notReady, (503, "function_not_ready")),
        Named(
            "failed",
            .functionFailed(
                .init(isHandled: false, errorType: "secret", errorMessage: "secret")),
            (502, "function_failed")),
        Named(
            "out of time",
            .functionTimedOut(
                .init(isHandled: false, errorType: "secret", errorMessage: "secret")),
            (504, "function_timed_out")),
        Named("unknown", .notFound, (502, "function_unavailable")),
        Named("forbidden", .accessDenied, (502, "function_unavailable")),
        Named("too large", .payloadTooLarge, (413, "event_too_large")),
        Named("Lambda's fault", .service, (502, "lambda_failed")),
        Named("unreachable", .transport(.connectFailed), (502, "lambda_failed")),
        Named("silent", .transport(.responseTimedOut), (504, "timed_out")),
    ])
    func `X-10 X-11 a failure has its status and tells nothing of what is behind`(
        _ row: Named<LambdaError.Code, (Int, String)>
    ) throws {
        let arn = "arn:aws:lambda:eu-west-1:123456789012:function:hello"
        let function = FakeFunction.failing(row.given, message: "secret \(arn)")
        let recorder = try GatewayStage.run(
            Fixture.manifest([Fixture.path("/a", function: arn)]), function
        ) { stage in
            let response = try await stage.get("/a")
            try response.expectProblem(row.wanted.0, row.wanted.1)
            let all = response.text + String(decoding: response.fields.bytes, as: UTF8.self)
            #expect(!all.contains("secret") && !all.contains("arn:") && !all.contains("1234567"))
        }
        let failure = try #require(recorder.entries("invocation_failed").first)
        #expect(failure["reason"]?.string?.contains("secret \(arn)") == true)
        let id = function.calls.first?.ids.first
        #expect(failure["requestIds"]?.array?.map(\.string) == [id])
        #expect(recorder.entries("request").first?["requestId"]?.string == id)
    }

    // MARK: - X-13a, X-14, X-15

    @Test func `X-13a values that come several times all arrive, both ways`() throws {
        let function = FakeFunction.answering(
            #""statusCode":200,"headers":{"x-one":"1"},"multiValueHeaders":{"x-two":["a","b"]},"#
                + #""cookies":["a=1","b=2"]"#)
        try GatewayStage.run(Fixture.manifest([Fixture.path("/a")]), function) { stage in
            let response = try await stage.get(
                "/a?q=1&q=2&r=3", fields: [("X-A", "1"), ("x-a", "2"), ("Cookie", "c=1; d=2")])
            let event = try #require(function.events.first)
            #expect(event["headers"]?["x-a"]?.string == "1,2")
            #expect(event["queryStringParameters"]?["q"]?.string == "1,2")
            #expect(event["cookies"]?.array?.map(\.string) == ["c=1", "d=2"])
            #expect(response.all("x-two") == ["a", "b"])
            #expect(response.all("set-cookie") == ["a=1", "b=2"])
        }
    }

    @Test func `X-14 the source is the peer, whatever the client forwards`() throws {
        try GatewayStage.run(Fixture.manifest([Fixture.path("/a")])) { stage in
            _ = try await stage.get(
                "/a",
                fields: [
                    ("X-Forwarded-For", "203.0.113.9"), ("Forwarded", "for=203.0.113.9"),
                    ("X-Real-IP", "203.0.113.9"),
                ])
            let event = try #require(stage.function.events.first)
            #expect(event["requestContext"]?["http"]?["sourceIp"]?.string == "127.0.0.1")
            #expect(event["headers"]?["x-forwarded-for"]?.string == "203.0.113.9, 127.0.0.1")
            #expect(event["headers"]?["forwarded"]?.string == "for=203.0.113.9, for=127.0.0.1")
        }
    }

    @Test func `X-14 a trusted proxy says who the client is, to the function and in the log`()
        throws
    {
        let manifest = Fixture.manifest(
            [Fixture.path("/a")], top: ["TrustedProxyHops: 1", "TrustedForwardedHost: on"])
        let recorder = try GatewayStage.run(manifest) { stage in
            _ = try await stage.get(
                "/a",
                fields: [
                    ("X-Forwarded-For", "10.0.0.1, 203.0.113.9"), ("X-Forwarded-Proto", "https"),
                    ("X-Forwarded-Host", "shop.example"),
                ])
            let event = try #require(stage.function.events.first)
            let context = event["requestContext"]
            #expect(context?["http"]?["sourceIp"]?.string == "203.0.113.9")
            #expect(context?["domainName"]?.string == "shop.example")
            let headers = event["headers"]
            #expect(headers?["x-forwarded-for"]?.string == "10.0.0.1, 203.0.113.9, 127.0.0.1")
            #expect(headers?["x-forwarded-proto"]?.string == "https")
            #expect(headers?["host"]?.string != "shop.example")
            _ = try await stage.get("/a")
        }
        let entries = recorder.entries("request")
        #expect(entries.map { $0["peer"]?.string } == ["127.0.0.1", "127.0.0.1"])
        #expect(entries.map { $0["client"]?.string } == ["203.0.113.9", nil])
    }

    @Test func `X-15 fields of the connection stay the gateway's, both ways`() throws {
        let function = FakeFunction.answering(
            #""statusCode":200,"body":"four","headers":{"Content-Length":"99","#
                + #""Transfer-Encoding":"chunked","Connection":"close","Keep-Alive":"timeout=1","#
                + #""Upgrade":"h2c","TE":"trailers","Trailer":"x","Date":"yesterday","#
                + #""Proxy-Authenticate":"Basic"}"#)
        try GatewayStage.run(Fixture.manifest([Fixture.path("/a")]), function) { stage in
            let response = try await stage.get("/a")
            #expect(response.text == "four")
            #expect(response.all("content-length") == ["4"])
            for name in [
                "transfer-encoding", "keep-alive", "upgrade", "te", "trailer", "connection",
                "proxy-authenticate",
            ] {
                #expect(response.fields[name] == nil, "\(name)")
            }
            #expect(response.all("date").count == 1)
            #expect(response.fields["date"]?.hasSuffix("GMT") == true)
        }
    }

    @Test func `X-15 a function sees nothing of the client's connection`() throws {
        try GatewayStage.run(Fixture.manifest([Fixture.path("/a")])) { stage in
            let client = try await stage.connect()
            defer { client.close() }
            client.write(
                "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\n"
                    + "TE: gzip\r\nKeep-Alive: 5\r\nX-End: 2\r\n\r\n")
            _ = try await client.readToEnd()
            let headers = stage.function.events.first?["headers"]?.object
            #expect(headers?["x-end"]?.string == "2")
            for name in ["connection", "x-hop", "te", "keep-alive"] {
                #expect(headers?[name] == nil, "\(name)")
            }
        }
    }

    @Test(arguments: [
        Named("in a header", #""headers":{"a":"b\r\nset-cookie: evil=1"}"#),
        Named("in a header's name", #""headers":{"a: b\r\nset-cookie":"evil=1"}"#),
        Named("in a cookie", #""cookies":["a=1\r\nset-cookie: evil=1"]"#),
        Named("alone", #""headers":{"a":"b\nset-cookie: evil=1"}"#),
        Named("as a carriage return", #""headers":{"a":"b\rset-cookie: evil=1"}"#),
        Named("as NUL", #""headers":{"a":"b\u0000set-cookie: evil=1"}"#),
    ])
    func `a line break in a function's answer never reaches a client`(
        _ row: Named<String, Void>
    ) throws {
        let function = FakeFunction.answering(#""statusCode":200,"# + row.given)
        try GatewayStage.run(Fixture.manifest([Fixture.path("/a")]), function) { stage in
            let response = try await stage.get("/a")
            try response.expectProblem(502, "bad_answer")
            #expect(response.fields["set-cookie"] == nil)
        }
    }

    // MARK: - X-16a

    @Test(arguments: [
        "MaxQueueDepthPerKey: 0", "MaxInflightInvocations: 0", "MaxInflightRequests: 0",
        "MaxPendingInvocations: 0", "MaxInflightReqests: 5", "DefaultTimeoutMs: 0",
    ])
    func `X-16a a limit that would hang or trap is a problem at the start`(line: String) {
        let manifest = Fixture.manifest([Fixture.path("/a")], top: [line])
        #expect(ManifestFixture.problems(manifest).count == 1)
    }

    @Test func `X-16a limits at their smallest work`() throws {
        let manifest = Fixture.manifest(
            [Fixture.path("/a", wait: 0, size: 1, more: "maxQueueDepth: 1")],
            top: [
                "MaxQueueDepthPerKey: 1", "MaxInflightInvocations: 1", "MaxInflightRequests: 1",
                "MaxPendingInvocations: 1", "MaxBodyBytes: 0", "MaxInvokePayloadBytes: 1024",
                "IdleTtlMs: 1",
            ])
        try GatewayStage.run(manifest) { stage in
            for _ in 0..<3 {
                let response = try await stage.get("/a")
                #expect(response.status == .ok)
            }
        }
    }

    // MARK: - X-22

    @Test func `X-22 times are those of arrivals, and waits are measured`() throws {
        let manifest = Fixture.manifest([Fixture.path("/a", wait: 40, size: 10)])
        let recorder = try GatewayStage.run(manifest) { stage in
            let before = EventLoop.wallClockMilliseconds
            let calls = [stage.start(.get, "/a"), stage.start(.get, "/a")]
            for call in calls { _ = try await call.value }
            let call = try #require(stage.function.calls.first)
            let after = EventLoop.wallClockMilliseconds
            let received = Int64(call.envelope?["meta"]?["receivedAtMs"]?.int ?? 0)
            #expect(received >= before - 1 && received <= after - 39)
            for event in call.events {
                let time = Int64(event["requestContext"]?["timeEpoch"]?.int ?? 0)
                #expect(time >= before - 1 && time <= after - 39)
            }
        }
        for entry in recorder.entries("request") {
            let wait = entry["waitMs"]?.double ?? 0
            #expect(wait >= 40 && wait <= entry["totalMs"]?.double ?? 0)
        }
    }

    // MARK: - Much of everything

    @Test func `a query of thousands of pairs is taken in stride`() throws {
        let manifest = Fixture.manifest([
            Fixture.path("/a", more: "key: [\"query:k\", \"query:a\"]")
        ])
        try GatewayStage.run(manifest) { stage in
            for query in [
                String(repeating: "k&", count: 8000), String(repeating: "k=1&", count: 4000),
                (0..<2000).map { "k\($0)=" }.joined(separator: "&"),
                String(repeating: "&", count: 16_000), String(repeating: "%6b=", count: 3000),
            ] {
                let response = try await stage.get("/a?" + query)
                #expect(response.status == .ok)
            }
        }
    }

    @Test(arguments: [(125, 200), (140, 431)])
    func `as many fields as there may be, and more`(count: Int, status: Int) throws {
        let manifest = Fixture.manifest([Fixture.path("/a", more: "key: [\"header:x-same\"]")])
        try GatewayStage.run(manifest) { stage in
            let fields = (0..<count).map { ($0 % 2 == 0 ? "x-same" : "x-\($0)", "\($0)") }
            let response = try await stage.get("/a", fields: fields)
            #expect(response.status.code == status)
            if status == 431 { try response.expectProblem(431, "malformed_request") }
        }
    }

    @Test func `what a client writes stays one line of the log`() throws {
        let recorder = try GatewayStage.run(Fixture.manifest([Fixture.path("/{x+}")])) { stage in
            let client = try await stage.connect()
            defer { client.close() }
            client.write(
                "GET /a%0A%22,\"level\":\"error\",\\u0000\u{85}\u{7F} HTTP/1.1\r\nHost: a\r\n"
                    + "Connection: close\r\n\r\n")
            _ = try await client.readToEnd()
        }
        #expect(recorder.entries.count == recorder.text.split(separator: "\n").count)
        #expect(recorder.entries.allSatisfy { $0["level"]?.string == "info" })
    }
}
