import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import Testing

@testable import SmugGateway

/// Requests over sockets: what is routed, answered, and told to clients.
@Suite struct GatewayHandlerTests {
    private typealias Fixture = RouteFixture

    private static let manifest = Fixture.manifest([
        "/hello/{name}: { \(Fixture.operation("get", "hello")), \(Fixture.operation("post", "hello")) }",
        Fixture.path("/any", "any", function: "everything"),
    ])

    @Test func `a request reaches its function and its caller gets the answer`() throws {
        let function = FakeFunction.answering(
            #""statusCode":201,"headers":{"X-Own":"é"},"cookies":["a=1","b=2"],"body":"done""#)
        try GatewayStage.run(Self.manifest, function) { stage in
            let response = try await stage.send(
                .post, "/hello/world?a=1&a=2", fields: [("X-Tenant", "t")], body: Array("in".utf8))
            #expect(response.status == .created)
            #expect(response.text == "done")
            #expect(response.fields["x-own"] == "é")
            #expect(response.all("set-cookie") == ["a=1", "b=2"])
            let event = function.events.first
            #expect(event?["routeKey"]?.string == "POST /hello/{name}")
            #expect(event?["pathParameters"]?["name"]?.string == "world")
            #expect(event?["queryStringParameters"]?["a"]?.string == "1,2")
            #expect(event?["headers"]?["x-tenant"]?.string == "t")
            #expect(event?["body"]?.string == "in")
            #expect(function.calls.map(\.function) == ["hello"])
        }
    }

    @Test func `the request's id is the event's, the answer's and the log's`() throws {
        let function = FakeFunction()
        let recorder = try GatewayStage.run(Self.manifest, function) { stage in
            let response = try await stage.get("/hello/a", fields: [("X-Request-ID", "forged")])
            let id = try #require(response.fields["x-request-id"])
            #expect(id.hasPrefix("r-") && id.utf8.count == 38)
            #expect(function.calls.first?.ids == [id])
        }
        let id = function.calls.first?.ids.first
        #expect(recorder.entries("request").map { $0["requestId"]?.string } == [id])
    }

    @Test func `a function's own x-request-id is replaced`() throws {
        let function = FakeFunction.answering(
            #""statusCode":200,"headers":{"X-Request-Id":"mine","x-Request-ID":"again"}"#)
        try GatewayStage.run(Self.manifest, function) { stage in
            let ids = try await stage.get("/hello/a").all("x-request-id")
            #expect(ids.count == 1)
            #expect(ids.first?.hasPrefix("r-") == true)
        }
    }

    @Test(arguments: [true, false])
    func `x-smug-batch-size comes when it was asked for, and is the gateway's`(isAsked: Bool) throws
    {
        let function = FakeFunction { call in
            call.answers { _ in #""statusCode":200,"headers":{"x-smug-batch-size":"99"}"# }
        }
        let manifest = Fixture.manifest([Fixture.path("/a", wait: 50_000, size: 3)])
        try GatewayStage.run(manifest, function, includesBatchSize: isAsked) { stage in
            let calls = (1...3).map { _ in stage.start(.get, "/a") }
            for call in calls {
                let response = try await call.value
                #expect(response.all("x-smug-batch-size") == (isAsked ? ["3"] : []))
            }
        }
    }

    // MARK: - Routing

    @Test(arguments: [
        Named("no such path", (HTTPMethod.get, "/nothing"), (404, "not_found")),
        Named("no such path below", (.get, "/hello/a/b"), (404, "not_found")),
        Named("no such method", (.delete, "/hello/a"), (405, "method_not_allowed")),
        Named("a broken escape", (.get, "/hello/%zz"), (400, "bad_path")),
        Named("a cut escape", (.get, "/hello/%4"), (400, "bad_path")),
        Named("a tunnel", (.connect, "a.example:443"), (501, "not_a_proxy")),
    ])
    func `what has no route is told so`(
        _ row: Named<(HTTPMethod, String), (Int, String)>
    ) throws {
        let recorder = try GatewayStage.run(Self.manifest) { stage in
            let response = try await stage.send(row.given.0, row.given.1)
            try response.expectProblem(row.wanted.0, row.wanted.1)
            #expect((response.fields["allow"] != nil) == (row.wanted.0 == 405))
            #expect(stage.function.calls.isEmpty)
        }
        let entry = recorder.entries("request").first
        #expect(entry?["status"]?.int == row.wanted.0)
        #expect(entry?["code"]?.string == row.wanted.1)
        #expect(entry?["route"] == nil)
    }

    @Test func `OPTIONS of an asterisk is answered for the server as a whole`() throws {
        let recorder = try GatewayStage.run(Self.manifest) { stage in
            let response = try await stage.send(.options, "*")
            #expect(response.status == .noContent)
            // One of the routes takes any method.
            #expect(response.all("allow") == ["DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"])
            #expect(response.fields["x-request-id"] != nil)
            #expect(response.body.isEmpty)
            #expect(stage.function.calls.isEmpty)
        }
        let entry = recorder.entries("request").first
        #expect(entry?["status"]?.int == 204)
        #expect(entry?["code"] == nil)
    }

    @Test func `405 names the methods that the path has`() throws {
        try GatewayStage.run(Self.manifest) { stage in
            let response = try await stage.send(.delete, "/hello/a")
            #expect(response.all("allow") == ["GET, HEAD, POST"])
        }
    }

    @Test func `X-13e a GET route answers HEAD: the function sees HEAD, the client no body`() throws
    {
        try GatewayStage.run(Self.manifest) { stage in
            let client = try await stage.connect()
            defer { client.close() }
            client.write("HEAD /hello/a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let text = try await client.readToEnd()
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(text.contains("content-length: 13\r\n"), "of `HEAD /hello/a`")
            #expect(text.hasSuffix("\r\n\r\n"))
            #expect(stage.function.events.first?["requestContext"]?["http"]?["method"] == "HEAD")
        }
    }

    @Test func `HEAD and GET never share an invocation`() throws {
        let manifest = Fixture.manifest([Fixture.path("/a", wait: 30, size: 2)])
        try GatewayStage.run(manifest) { stage in
            let calls = [stage.start(.get, "/a"), stage.start(.head, "/a")]
            for call in calls {
                let response = try await call.value
                #expect(response.status == .ok)
            }
            #expect(stage.function.calls.count == 2)
        }
    }

    @Test func `X-13d a route for any method takes unknown ones, each in batches of its own`()
        throws
    {
        let manifest = Fixture.manifest([Fixture.path("/any", "any", wait: 50_000, size: 2)])
        try GatewayStage.run(manifest) { stage in
            let unknown = try #require(HTTPMethod("BREW"))
            let methods: [HTTPMethod] = [.get, .put, unknown, .get, .put, unknown]
            let calls = methods.map { stage.start($0, "/any") }
            for (method, call) in zip(methods, calls) {
                let response = try await call.value
                #expect(response.text == "\(method) /any")
            }
            #expect(stage.function.calls.count == 3)
            #expect(stage.function.events.allSatisfy { $0["routeKey"]?.string == "ANY /any" })
        }
    }

    @Test func `X-13b parameters are decoded, the raw path is not`() throws {
        try GatewayStage.run(Self.manifest) { stage in
            _ = try await stage.get("/hello/a%2Fb%20%C3%A9%FF?q=%C3%A9+x&q=%zz")
            let event = try #require(stage.function.events.first)
            #expect(event["pathParameters"]?["name"]?.string == "a/b é\u{FFFD}")
            #expect(event["rawPath"]?.string == "/hello/a%2Fb%20%C3%A9%FF")
            #expect(event["rawQueryString"]?.string == "q=%C3%A9+x&q=%zz")
            #expect(event["queryStringParameters"]?["q"]?.string == "é x,%zz")
        }
    }

    // MARK: - Health

    @Test(arguments: ["/healthz", "/readyz"])
    func `health is answered without a function and without an access line`(path: String) throws {
        let recorder = try GatewayStage.run(Self.manifest) { stage in
            let response = try await stage.get(path)
            #expect(response.status == .ok)
            #expect(response.text == "ok\n")
            #expect(response.all("x-request-id").count == 1)
            let head = try await stage.send(.head, path)
            #expect(head.status == .ok && head.body.isEmpty)
        }
        #expect(recorder.entries("request").isEmpty)
    }

    // MARK: - Many

    @Test(arguments: [1, 2])
    func `hundreds of callers on several loops each get their own answer`(loops: Int) throws {
        let manifest = Fixture.manifest([Fixture.path("/hello/{id}", wait: 5, size: 16)])
        let recorder = try GatewayStage.run(manifest, loops: loops) { stage in
            for round in 0..<4 {
                let calls = (0..<100).map { stage.start(.get, "/hello/\(round)-\($0)") }
                for (index, call) in calls.enumerated() {
                    let response = try await call.value
                    #expect(response.text == "GET /hello/\(round)-\(index)")
                }
            }
            #expect(stage.function.calls.count < 400)
            #expect(Set(stage.function.calls.flatMap(\.ids)).count == 400)
        }
        #expect(recorder.entries("request").count == 400)
    }
}
