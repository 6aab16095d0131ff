import SmugJSON
import Testing

@testable import SmugGateway

@Suite struct RequestPreviewTests {
    private static let manifest = RouteFixture.manifest([
        RouteFixture.path("/hello/{name}", wait: 5, size: 4, more: "key: ['header:x-user']"),
        RouteFixture.path(
            "/upload", "post", more: "maxBodyBytes: 4, eventShape: rest-v1, batch: off"),
        RouteFixture.path("/tenants", "any", more: "tenant: 'header:x-tenant'"),
    ])

    private func preview(
        _ method: String, _ target: String, headers: [(name: String, value: String)] = [],
        body: String = ""
    ) throws -> RequestPreview {
        let request = PreviewedRequest(
            method: method, target: target, headers: headers, body: Array(body.utf8))
        return try RequestPreview(
            of: request, by: try ManifestFixture.parse(Self.manifest), at: 1_700_000_000_123)
    }

    @Test func `the event is the one that the function would get`() throws {
        let preview = try preview(
            "GET", "/hello/an%20na?a=1&a=2", headers: [("X-User", "u1"), ("accept", "*/*")])
        #expect(preview.route.description == "GET /hello/{name}")
        #expect(preview.parameters.map(\.name) == ["name"])
        #expect(preview.parameters.map(\.value) == ["an na"])
        #expect(preview.batchKey.map(\.name) == ["header:x-user"])
        #expect(preview.batchKey.map(\.value) == ["u1"])
        #expect(preview.event["routeKey"] == "GET /hello/{name}")
        #expect(preview.event["rawPath"] == "/hello/an%20na")
        #expect(preview.event["queryStringParameters"] == ["a": "1,2"])
        #expect(preview.event["headers"]?["x-user"] == "u1")
        #expect(preview.event["pathParameters"] == ["name": "an na"])
        #expect(preview.event["requestContext"]?["timeEpoch"] == 1_700_000_000_123)
        #expect(preview.event["requestContext"]?["http"]?["sourceIp"] == "127.0.0.1")
    }

    @Test func `headers that the function does not get are named`() throws {
        let headers = [
            ("X-User", "u1"), ("x_user", "u2"), ("te", "trailers"), ("cookie", "a=1"),
            ("X_User", "u3"), ("x-forwarded-for", "10.0.0.1"),
        ]
        #expect(try preview("GET", "/hello/a", headers: headers).leftOut == ["x_user", "te"])
        #expect(try preview("POST", "/upload", headers: headers).leftOut == ["x_user", "te"])
        #expect(try preview("GET", "/hello/a").leftOut.isEmpty)
    }

    @Test func `the shape is the route's, and the body the request's`() throws {
        let preview = try preview("POST", "/upload", headers: [("host", "a.example")], body: "abcd")
        #expect(preview.event["resource"] == "/upload")
        #expect(preview.event["body"] == "abcd")
        #expect(
            preview.event["headers"]?["host"] ?? preview.event["headers"]?["Host"] == "a.example")
        #expect(preview.batchKey.isEmpty)
    }

    @Test func `a preflight is the gateway's to answer, unless a route is for it`() throws {
        func code(_ method: String, asking wanted: String?) throws -> String {
            let manifest = try ManifestFixture.parse(
                RouteFixture.manifest(
                    [RouteFixture.path("/any", "any"), RouteFixture.path("/own", "options")],
                    top: ["Cors: { AllowOrigins: ['*'] }"]))
            let headers = [("origin", "https://a.example")]
            let request = PreviewedRequest(
                method: method, target: wanted == nil ? "/own" : "/any",
                headers: headers + [("access-control-request-method", wanted ?? "OPTIONS")])
            do throws(PreviewRefusal) {
                return try RequestPreview(of: request, by: manifest).route.description
            } catch {
                return "\(error.status) \(error.code ?? "nil")"
            }
        }
        #expect(try code("OPTIONS", asking: "GET") == "204 nil")
        #expect(try code("GET", asking: "GET") == "ANY /any")
        #expect(try code("OPTIONS", asking: nil) == "OPTIONS /own")
    }

    @Test func `where a route takes any method it is part of the key`() throws {
        let preview = try preview("PATCH", "/tenants", headers: [("x-tenant", "t")])
        #expect(
            preview.batchKey.map { "\($0.name)=\($0.value ?? "-")" } == [
                "method=PATCH", "header:x-tenant=t",
            ])
    }

    struct Refused: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let method: String
        let target: String
        var body = ""
        let wanted: String
        var isMalformed = false
    }

    @Test(arguments: [
        Refused(
            testDescription: "no route", method: "GET", target: "/helo/anna",
            wanted: "404 not_found nil [GET /hello/{name}]"),
        Refused(
            testDescription: "no method", method: "PUT", target: "/upload",
            wanted: "405 method_not_allowed POST [POST /upload]"),
        Refused(
            testDescription: "too large", method: "POST", target: "/upload", body: "abcde",
            wanted: "413 body_too_large nil []"),
        Refused(
            testDescription: "no tenant", method: "GET", target: "/tenants",
            wanted: "400 missing_tenant nil []"),
        Refused(
            testDescription: "the gateway's own page", method: "GET", target: "/healthz?a",
            wanted: "200 nil nil []"),
        Refused(
            testDescription: "no path", method: "GET", target: "/%zz",
            wanted: "400 bad_path nil []", isMalformed: true),
        Refused(
            testDescription: "no target", method: "GET", target: "/a b",
            wanted: "400 malformed_request nil []", isMalformed: true),
        Refused(
            testDescription: "another message behind it", method: "GET",
            target: "/a HTTP/1.1\r\n\r\n",
            wanted: "400 malformed_request nil []", isMalformed: true),
    ])
    func `what a client would be told is told`(_ row: Refused) throws {
        let refusal = try #require(throws: PreviewRefusal.self) {
            try preview(row.method, row.target, body: row.body)
        }
        let nearest = refusal.nearest.map(\.description).prefix(1).joined()
        #expect(
            "\(refusal.status) \(refusal.code ?? "nil") \(refusal.allow ?? "nil") [\(nearest)]"
                == row.wanted)
        #expect(refusal.isMalformed == row.isMalformed)
    }
}
