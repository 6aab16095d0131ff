import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import Testing

@testable import SmugGateway

/// One line for each request.
@Suite struct AccessLogTests {
    private typealias Fixture = RouteFixture

    @Test func `a line says who asked for what, what came of it, and where the time went`() throws {
        let function = FakeFunction.answering(#""statusCode":201,"body":"12345""#)
        let manifest = Fixture.manifest([
            Fixture.path("/hello/{name}", "post", wait: 50_000, size: 2)
        ])
        let recorder = try GatewayStage.run(manifest, function) { stage in
            let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            let calls = [1, 2].map {
                stage.start(.post, "/hello/\($0)?secret=1", fields: [("traceparent", trace)])
            }
            for call in calls { _ = try await call.value }
        }
        let entries = recorder.entries("request")
        #expect(entries.count == 2)
        for entry in entries {
            #expect(entry["level"]?.string == "info")
            #expect(entry["method"]?.string == "POST")
            #expect(["/hello/1", "/hello/2"].contains(entry["path"]?.string))
            #expect(entry["route"]?.string == "/hello/{name}")
            #expect(entry["traceId"]?.string == "4bf92f3577b34da6a3ce929d0e0e4736")
            #expect(entry["status"]?.int == 201)
            #expect(entry["bytes"]?.int == 5)
            #expect(entry["peer"]?.string == "127.0.0.1")
            #expect(entry["batchSize"]?.int == 2)
            #expect(entry["code"] == nil)
            let total = entry["totalMs"]?.double ?? -1
            let wait = entry["waitMs"]?.double ?? -1
            let invoke = entry["invokeMs"]?.double ?? -1
            #expect(wait >= 0 && invoke >= 0 && total >= invoke && total < 60_000)
        }
        #expect(!recorder.text.contains("secret"), "queries hold what logs must not")
    }

    @Test func `keys of a route can be told apart, and not read, so that its log can be replayed`()
        throws
    {
        let manifest = Fixture.manifest([
            Fixture.path("/keyed", more: "key: ['header:x-user']"), Fixture.path("/plain"),
        ])
        let recorder = try GatewayStage.run(manifest) { stage in
            for user in ["anna", "ben", "anna"] {
                _ = try await stage.start(.get, "/keyed", fields: [("x-user", user)]).value
            }
            _ = try await stage.get("/plain")
        }
        let keys = recorder.entries("request").map { $0["key"]?.string }
        #expect(keys.count == 4 && keys[0]?.count == 16)
        #expect(keys[0] == keys[2] && keys[0] != keys[1] && keys[3] == nil)
        #expect(!recorder.entries("request").contains { "\($0)".contains("anna") })
        let route = RouteSignature(method: .get, template: try PathTemplate(parsing: "/keyed"))
        let log = try AccessLogArrivals(Array(recorder.text.utf8), route: route)
        #expect(Set(log.arrivals.map(\.key)).count == 2)
    }

    @Test(
        arguments: [
            Named("no route", "/none", [404, "not_found", nil, nil]),
            Named("a failure", "/a", [502, "bad_answer", "/a", 1]),
        ] as [Named<String, [JSONValue?]>])
    func `a fault has its code`(_ row: Named<String, [JSONValue?]>) throws {
        let recorder = try GatewayStage.run(
            Fixture.manifest([Fixture.path("/a")]), FakeFunction { _ in [] }
        ) { stage in
            _ = try await stage.get(row.given)
        }
        let entry = try #require(recorder.entries("request").first)
        #expect(
            [entry["status"], entry["code"], entry["route"], entry["batchSize"]] == row.wanted)
    }

    @Test func `what never became a request has a line and an id of its own`() throws {
        let recorder = try GatewayStage.run(Fixture.manifest([Fixture.path("/a")])) { stage in
            let client = try await stage.connect()
            defer { client.close() }
            client.write("GET /a HTTP/1.1\r\n\r\n")
            let text = try await client.readToEnd()
            #expect(text.hasPrefix("HTTP/1.1 400 "))
            #expect(text.contains("application/problem+json"))
        }
        let entry = try #require(recorder.entries("refused").first)
        #expect(entry["status"]?.int == 400)
        #expect(entry["code"]?.string == "malformed_request")
        #expect(entry["requestId"]?.string?.hasPrefix("r-") == true)
        #expect(entry["reason"]?.string?.isEmpty == false)
        #expect(recorder.entries("request").isEmpty)
    }

    @Test func `HEAD counts the bytes that were sent, which are none`() throws {
        let recorder = try GatewayStage.run(Fixture.manifest([Fixture.path("/a")])) { stage in
            _ = try await stage.send(.head, "/a")
        }
        #expect(recorder.entries("request").map { $0["bytes"]?.int } == [0])
    }

    @Test(arguments: [
        Named("nothing", Int64(0), "0.000"), Named("less than a microsecond", 999, "0.000"),
        Named("a microsecond", 1000, "0.001"), Named("tens", 12_345_678, "12.345"),
        Named("a second", 1_000_000_000, "1000.000"), Named("less than nothing", -5, "0.000"),
        Named("all there is", .max, "9223372036854.775"), Named("all below", .min, "0.000"),
    ])
    func `milliseconds have three decimals`(_ row: Named<Int64, String>) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.members(room: 4) { $0.append(milliseconds: row.given) }
        writer.endObject()
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "{\(row.wanted)}")
    }
}
