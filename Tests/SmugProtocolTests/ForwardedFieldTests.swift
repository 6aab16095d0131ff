import SmugJSON
import SmugProtocol
import Testing

/// What an event says of its request's way.
@Suite struct ForwardedFieldTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        var fields: [String]
        var host = "a.example:8080"
        var origin: RequestOrigin
        /// Beside `host`.
        let wanted: [String: JSONValue]
        var testDescription: String { name }
    }

    private static func origin(
        _ client: String, peer: String? = nil, host: String? = nil, isSecure: Bool = false,
        port: UInt16? = nil
    ) -> RequestOrigin {
        var origin = RequestOrigin(peer: Array((peer ?? client).utf8), isSecure: isSecure)
        origin.client = Array(client.utf8)
        origin.host = host.map { Array($0.utf8) }
        origin.port = port
        return origin
    }

    static let cases: [Case] = [
        Case(name: "none is made up", fields: [], origin: origin("192.0.2.7"), wanted: [:]),
        Case(
            name: "the peer stands behind the chain",
            fields: ["X-Forwarded-For: 10.0.0.1", "x-forwarded-for: 10.0.0.2"],
            origin: origin("192.0.2.7"),
            wanted: ["x-forwarded-for": "10.0.0.1, 10.0.0.2, 192.0.2.7"]),
        Case(
            name: "with the proxy as peer",
            fields: ["X-Forwarded-For: 10.0.0.1"], origin: origin("10.0.0.1", peer: "2001:db8::9"),
            wanted: ["x-forwarded-for": "10.0.0.1, 2001:db8::9"]),
        Case(
            name: "an empty chain", fields: ["X-Forwarded-For:"], origin: origin("192.0.2.7"),
            wanted: ["x-forwarded-for": "192.0.2.7"]),
        Case(
            name: "a chain without a peer", fields: ["X-Forwarded-For: 10.0.0.1"],
            origin: origin(""), wanted: ["x-forwarded-for": "10.0.0.1"]),
        Case(
            name: "the other chain", fields: ["Forwarded: for=10.0.0.1"],
            origin: origin("192.0.2.7"), wanted: ["forwarded": "for=10.0.0.1, for=192.0.2.7"]),
        Case(
            name: "the other chain with IPv6", fields: ["Forwarded: for=10.0.0.1"],
            origin: origin("2001:db8::1"),
            wanted: ["forwarded": "for=10.0.0.1, for=\"[2001:db8::1]\""]),
        Case(
            name: "what has one value has the true one",
            fields: [
                "X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example",
                "X-Forwarded-Port: 1", "X-Forwarded-Proto: https",
            ], origin: origin("192.0.2.7"),
            wanted: [
                "x-forwarded-proto": "http", "x-forwarded-host": "a.example:8080",
                "x-forwarded-port": "8080",
            ]),
        Case(
            name: "which may be what a proxy says",
            fields: ["X-Forwarded-Proto: x", "X-Forwarded-Host: x", "X-Forwarded-Port: x"],
            origin: origin("192.0.2.7", host: "b.example", isSecure: true, port: 8443),
            wanted: [
                "x-forwarded-proto": "https", "x-forwarded-host": "b.example",
                "x-forwarded-port": "8443",
            ]),
        Case(
            name: "a port by the scheme", fields: ["X-Forwarded-Port: x"], host: "[::1]",
            origin: origin("192.0.2.7", isSecure: true), wanted: ["x-forwarded-port": "443"]),
        Case(
            name: "a port behind brackets", fields: ["X-Forwarded-Port: x"], host: "[::1]:81",
            origin: origin("192.0.2.7"), wanted: ["x-forwarded-port": "81"]),
        Case(
            name: "Connection takes none away",
            fields: ["Connection: X-Forwarded-For", "X-Forwarded-For: 10.0.0.1"],
            origin: origin("192.0.2.7"), wanted: ["x-forwarded-for": "10.0.0.1, 192.0.2.7"]),
    ]

    @Test(arguments: cases)
    func `an event says of the way what somebody vouches for`(_ row: Case) throws {
        let head = ["GET / HTTP/1.1", "Host: \(row.host)"] + row.fields
        let request = try ParsedRequest(
            bytes: Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8))
        let event = try ProxyEventWriter(routeKey: "GET /").tree(
            of: request.request(origin: row.origin))
        var wanted = JSONObject()
        wanted["host"] = .string(row.host)
        for (name, value) in row.wanted { wanted[name] = value }
        #expect(event["headers"] == .object(wanted))
        #expect(
            event["requestContext"]?["http"]?["sourceIp"]?.string
                == (row.origin.client.isEmpty
                    ? nil : String(decoding: row.origin.client, as: UTF8.self)))
    }

    @Test func `the domain is the one that the client has called`() throws {
        let request = try ParsedRequest("GET / HTTP/1.1", "Host: inner:8080")
        for (shape, path) in [(EventShape.httpAPI, "a"), (.restAPI, "a")] {
            let writer = ProxyEventWriter(routeKey: "GET /", format: EventFormat(shape))
            let origin = Self.origin("192.0.2.7", host: "\(path).example:444")
            let context = try writer.tree(of: request.request(origin: origin))["requestContext"]
            #expect(context?["domainName"] == "a.example")
            #expect(context?["domainPrefix"] == "a")
        }
    }

    @Test func `lists of values and what is held back`() throws {
        let request = try ParsedRequest(
            "GET / HTTP/1.1", "Host: a", "X-Forwarded-For: 10.0.0.1", "X-Forwarded-Proto: https")
        let writer = ProxyEventWriter(
            routeKey: "GET /", format: EventFormat(.loadBalancer(multiValue: true)),
            forwardHeaders: ForwardHeaders(allow: [], deny: ["x-forwarded-proto"]))
        let event = try writer.tree(of: request.request())
        #expect(
            event["multiValueHeaders"]
                == [
                    "host": ["a"], "x-forwarded-for": ["10.0.0.1, 192.0.2.7"],
                    "x-forwarded-port": ["80"],
                ])
    }

    @Test(arguments: [
        EventFormat(.restAPI), EventFormat(.loadBalancer(multiValue: false)),
        EventFormat(.functionURL), EventFormat(.httpAPI, isBatched: false),
    ])
    func `functions that know AWS alone are told of the way, whatever the request says`(
        format: EventFormat
    ) throws {
        let request = try ParsedRequest("GET / HTTP/1.1", "Host: a", "X-Forwarded-Proto: http")
        let writer = ProxyEventWriter(routeKey: "GET /", format: format)
        let origin = Self.origin(
            "203.0.113.1", peer: "2001:db8::9", host: "b.example", isSecure: true, port: 8443)
        let event = try writer.tree(of: request.request(origin: origin))
        #expect(
            event["headers"] == [
                "host": "a", "x-forwarded-proto": "https", "x-forwarded-for": "2001:db8::9",
                "x-forwarded-port": "8443",
            ])
    }
}
