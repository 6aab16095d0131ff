import SmugAWS
import SmugHTTP
import SmugJSON
import SmugNet
import Testing

@testable import SmugGateway

/// Pages of other origins in front of a running gateway.
@Suite struct GatewayCORSTests {
    private typealias Fixture = RouteFixture

    private static let cors = "Cors: { AllowOrigins: [\"https://a.example\"], AllowHeaders: [x-a] }"
    private static let page = ("Origin", "https://a.example")

    private static func asks(_ method: String, _ more: (String, String)...) -> [(String, String)] {
        [page, ("Access-Control-Request-Method", method)] + more
    }

    /// What an answer permits; `nil` for nothing.
    private static func permitted(_ response: HTTPResponse) -> [String]? {
        let names = response.fields.pairs.map(\.name).filter { $0.hasPrefix("access-control-") }
        return names.isEmpty ? nil : names
    }

    @Test func `X-13f a preflight needs no function, and an answer says who may read it`() throws {
        let function = FakeFunction.answering(
            #""statusCode":200,"headers":{"Access-Control-Allow-Origin":"*"}"#)
        let manifest = Fixture.manifest(
            ["/a: { \(Fixture.operation("get")), \(Fixture.operation("put")) }"], top: [Self.cors])
        let recorder = try GatewayStage.run(manifest, function) { stage in
            let allowed = try await stage.send(
                .options, "/a", fields: Self.asks("PUT", ("Access-Control-Request-Headers", "x-a")))
            #expect(allowed.status == .noContent)
            #expect(allowed.fields["access-control-allow-origin"] == "https://a.example")
            #expect(allowed.fields["access-control-allow-methods"] == "GET, HEAD, PUT")
            #expect(allowed.fields["access-control-allow-headers"] == "x-a")
            #expect(allowed.fields["x-request-id"] != nil)
            #expect(allowed.body.isEmpty)
            let refused = try await stage.send(
                .options, "/a", fields: Self.asks("PUT", ("Access-Control-Request-Headers", "x-b")))
            #expect(refused.status == .noContent)
            #expect(Self.permitted(refused) == nil)
            #expect(stage.function.calls.isEmpty)

            let read = try await stage.get("/a", fields: [Self.page])
            #expect(read.all("access-control-allow-origin") == ["https://a.example"])
            #expect(read.fields["vary"] == "Origin")
            let other = try await stage.get("/a", fields: [("Origin", "https://b.example")])
            #expect(other.status == .ok, "who may read it is not who may ask")
            #expect(Self.permitted(other) == nil)
        }
        let entries = recorder.entries("request")
        #expect(entries.map { $0["route"]?.string } == ["/a", "/a", "/a", "/a"])
        #expect(entries.map { $0["status"]?.int } == [204, 204, 200, 200])
    }

    @Test func `pages may read why there is no answer`() throws {
        let manifest = Fixture.manifest([Fixture.path("/a")], top: [Self.cors])
        try GatewayStage.run(manifest, .failing(.service)) { stage in
            for (method, path, status) in [
                (HTTPMethod.get, "/a", 502), (.get, "/b", 404), (.put, "/a", 405),
                (.get, "/%", 400),
            ] {
                let answer = try await stage.send(method, path, fields: [Self.page])
                #expect(answer.status.code == status)
                #expect(answer.fields["access-control-allow-origin"] == "https://a.example")
            }
            // What is no permission must not look like one.
            for (path, method) in [("/a", "PUT"), ("/b", "GET"), ("/a", "G T")] {
                let answer = try await stage.send(.options, path, fields: Self.asks(method))
                #expect([404, 405].contains(answer.status.code))
                #expect(Self.permitted(answer) == nil)
            }
        }
    }

    @Test func `a route for OPTIONS gets its requests, one for every method no preflights`() throws
    {
        let manifest = Fixture.manifest(
            [
                "/own: { \(Fixture.operation("get")), \(Fixture.operation("options")) }",
                Fixture.path("/any", "any"),
                Fixture.path("/off", "any", more: "cors: off"),
            ], top: [Self.cors])
        try GatewayStage.run(manifest) { stage in
            let own = try await stage.send(.options, "/own", fields: Self.asks("GET"))
            #expect(own.text == "OPTIONS /own")
            #expect(own.fields["access-control-allow-origin"] == "https://a.example")
            let any = try await stage.send(.options, "/any", fields: Self.asks("PURGE"))
            #expect(any.status == .noContent)
            #expect(any.fields["access-control-allow-methods"]?.hasSuffix(", PURGE") == true)
            let plain = try await stage.send(.options, "/any", fields: [Self.page])
            #expect(plain.text == "OPTIONS /any", "without what a preflight asks it is none")
            let off = try await stage.send(.options, "/off", fields: Self.asks("GET"))
            #expect(off.text == "OPTIONS /off")
            #expect(Self.permitted(off) == nil)
        }
    }

    @Test func `a route may have its own rules`() throws {
        let own = "cors: { allowOrigins: [\"*\"], exposeHeaders: [x-b], maxAge: 5 }"
        let manifest = Fixture.manifest(
            [Fixture.path("/a", more: own), Fixture.path("/b")], top: [Self.cors])
        try GatewayStage.run(manifest) { stage in
            let a = try await stage.get("/a", fields: [("Origin", "https://z.example")])
            #expect(a.fields["access-control-allow-origin"] == "*")
            #expect(a.fields["access-control-expose-headers"] == "x-b")
            #expect(a.fields["vary"] == nil)
            let b = try await stage.get("/b", fields: [("Origin", "https://z.example")])
            #expect(Self.permitted(b) == nil)
        }
    }

    @Test func `another manifest has other rules at once, and leaves routes their batches`() throws
    {
        let gate = Tally()
        let function = FakeFunction { call in
            await gate.reaches(1)
            return call.echo()
        }
        let path = Fixture.path("/a", more: "timeoutMs: 60000")
        try GatewayStage.run(Fixture.manifest([path], top: [Self.cors]), function) { stage in
            let running = try #require(stage.running)
            let old = stage.start(.get, "/a", fields: [Self.page])
            await stage.function.begun.reaches(1)
            let next = try ManifestFixture.parse(
                Fixture.manifest([path], top: ["Cors: { AllowOrigins: [\"https://b.example\"] }"]))
            let adoption = try running.adopt(next)
            #expect(adoption.keptRoutes == 1)
            gate.add()
            let late = try await old.value
            #expect(late.fields["access-control-allow-origin"] == "https://a.example")
            let new = try await stage.get("/a", fields: [Self.page])
            #expect(Self.permitted(new) == nil)
        }
    }

    @Test func `an answer in parts says who may read it`() throws {
        let function = FakeFunction.streaming { call, receive in
            let id = call.ids.first ?? ""
            await receive(
                Array(
                    #"{"v":1,"id":"\#(id)","type":"head","headers":{"access-control-allow-origin":"x"}}"#
                        .utf8)[...])
            await receive(Array("\n{\"v\":1,\"id\":\"\(id)\",\"type\":\"end\"}\n".utf8)[...])
        }
        let manifest = Fixture.manifest(
            [Fixture.path("/a", more: "invokeMode: response_stream")], top: [Self.cors])
        try GatewayStage.run(manifest, function) { stage in
            let answer = try await stage.get("/a", fields: [Self.page])
            #expect(answer.all("access-control-allow-origin") == ["https://a.example"])
        }
    }
}
