import SmugHTTP
import SmugJSON
import SmugProtocol
import TestSupport
import Testing

/// The rows of the event mapping, by their numbers.
@Suite struct ProxyEventWriterTests {
    private let writer = ProxyEventWriter(
        routeKey: "GET /hello/{id}", parameters: ["id"],
        function: "arn:aws:lambda:eu-central-1:123456789012:function:hello:live")

    private func event(
        _ lines: String..., parameters: [String] = [], body: [UInt8] = []
    ) throws -> JSONValue {
        let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        let request = try ParsedRequest(bytes: bytes)
        return try writer.tree(of: request.request(parameters: parameters, body: body))
    }

    @Test func `a whole event stands in the order of AWS`() throws {
        let request = try ParsedRequest(
            "POST /hello/a%20b?q=1&q=2 HTTP/1.1", "Host: api.example.com:8080",
            "User-Agent: curl/8",
            "Cookie: a=1; b=2", "Accept: */*")
        let text = writer.event(
            for: request.request(parameters: ["a%20b"], body: Array("hi \"you\"".utf8)))
        let expected =
            #"{"version":"2.0","routeKey":"GET /hello/{id}","rawPath":"/hello/a%20b","#
            + #""rawQueryString":"q=1&q=2","cookies":["a=1","b=2"],"#
            + #""headers":{"host":"api.example.com:8080","user-agent":"curl/8","accept":"*/*"},"#
            + #""queryStringParameters":{"q":"1,2"},"#
            + #""requestContext":{"accountId":"123456789012","apiId":"smug","#
            + #""domainName":"api.example.com","domainPrefix":"api","#
            + #""http":{"method":"POST","path":"/hello/a%20b","protocol":"HTTP/1.1","#
            + #""sourceIp":"192.0.2.7","userAgent":"curl/8"},"requestId":"r-1","#
            + #""routeKey":"GET /hello/{id}","stage":"$default","#
            + #""time":"04/Mar/2020:19:03:58 +0000","timeEpoch":1583348638390},"#
            + #""pathParameters":{"id":"a b"},"body":"hi \"you\"","isBase64Encoded":false}"#
        #expect(String(decoding: text, as: UTF8.self) == expected)
    }

    @Test func `M-1 the version is 2.0`() throws {
        #expect(try event("GET / HTTP/1.1", "Host: a")["version"] == "2.0")
    }

    @Test func `M-2 the route key stands outside and in the context, escaped`() throws {
        let writer = ProxyEventWriter(routeKey: "ANY /{a\"b}")
        let event = try writer.tree(of: ParsedRequest("GET /x HTTP/1.1", "Host: a").request())
        #expect(event["routeKey"] == "ANY /{a\"b}")
        #expect(event["requestContext"]?["routeKey"] == "ANY /{a\"b}")
    }

    @Test func `M-3 the path is as received`() throws {
        let event = try event("GET /a%2Fb%zz/%C3%A9?x HTTP/1.1", "Host: a")
        #expect(event["rawPath"] == "/a%2Fb%zz/%C3%A9")
        #expect(event["requestContext"]?["http"]?["path"] == "/a%2Fb%zz/%C3%A9")
    }

    @Test(arguments: [
        ("/", ""), ("/?", ""), ("/?a=%20+&b", "a=%20+&b"), ("/?a?b", "a?b"),
    ])
    func `M-4 the query is as received, and empty when there is none`(
        target: String, query: String
    ) throws {
        #expect(try event("GET \(target) HTTP/1.1", "Host: a")["rawQueryString"]?.string == query)
    }

    @Test func `M-5 all cookie fields become one list and are no headers`() throws {
        let event = try event(
            "GET / HTTP/1.1", "Host: a", "Cookie: a=1;b=2 ; ;  c=3;", "Cookie: d=\"4\"")
        #expect(event["cookies"] == ["a=1", "b=2", "c=3", "d=\"4\""])
        #expect(event["headers"]?["cookie"] == nil)
    }

    @Test(arguments: ["Cookie:", "Cookie: ;; ;", "X: y"])
    func `M-5 without a crumb there is no list`(field: String) throws {
        #expect(try event("GET / HTTP/1.1", "Host: a", field)["cookies"] == nil)
    }

    @Test func `M-6 names are in lower case and values of the same name joined`() throws {
        let event = try event(
            "GET / HTTP/1.1", "Host: a", "X-A: 1", "Accept: x", "x-a: 2", "X-a: 3", "axb: 1",
            "ayb: 2")
        #expect(
            event["headers"] == [
                "host": "a", "x-a": "1,2,3", "accept": "x", "axb": "1", "ayb": "2",
            ])
        #expect(event["headers"]?.object?.keys == ["host", "x-a", "accept", "axb", "ayb"])
    }

    @Test func `M-6 a value that is not UTF-8 is repaired and not dropped`() throws {
        let bytes =
            Array("GET / HTTP/1.1\r\nHost: a\r\nX-A: \u{E9}".utf8) + [0xE9] + Array("\r\n\r\n".utf8)
        let event = try writer.tree(of: ParsedRequest(bytes: bytes).request())
        #expect(event["headers"]?["x-a"] == "\u{E9}\u{FFFD}")
    }

    @Test func `M-7 query parameters are decoded and those of the same key joined`() throws {
        let event = try event(
            "GET /?a=1&b=x+y%26&%61=2&c&=e&d=%C3%A9%zz&&a=&e=%FF HTTP/1.1", "Host: a")
        #expect(
            event["queryStringParameters"] == [
                "a": "1,2,", "b": "x y&", "c": "", "": "e", "d": "é%zz", "e": "\u{FFFD}",
            ])
        #expect(event["queryStringParameters"]?.object?.keys == ["a", "b", "c", "", "d", "e"])
    }

    @Test(arguments: ["/", "/?", "/?&&"])
    func `M-7 without a pair there are no query parameters`(target: String) throws {
        #expect(try event("GET \(target) HTTP/1.1", "Host: a")["queryStringParameters"] == nil)
    }

    @Test func `M-8 path parameters are decoded, and a plus stays one`() throws {
        let event = try event(
            "GET /hello/a%2Fb+%22%C3%A9%z HTTP/1.1", "Host: a", parameters: ["a%2Fb+%22%C3%A9%z"])
        #expect(event["pathParameters"] == ["id": "a/b+\"é%z"])
        #expect(try self.event("GET / HTTP/1.1", "Host: a")["pathParameters"] == nil)
    }

    @Test func `M-8 a parameter beyond the head is cut to it`() throws {
        let head = try ParsedRequest("GET / HTTP/1.1", "Host: a").head
        let request = ProxyRequest(
            head: head, pathParameters: [5..<100_000, 7..<8], requestID: [],
            origin: RequestOrigin(peer: []), arrivalMs: 0)
        #expect(throws: Never.self) { try writer.tree(of: request) }
    }

    @Test func `M-9 there are no stage variables`() throws {
        #expect(try event("GET / HTTP/1.1", "Host: a")["stageVariables"] == nil)
    }

    struct BodyCase: CustomTestStringConvertible, Sendable {
        let name: String
        let body: [UInt8]
        var coding = ""
        let expected: String?
        let isBase64: Bool
        var testDescription: String { name }
    }

    @Test(arguments: [
        BodyCase(name: "empty", body: [], expected: nil, isBase64: false),
        BodyCase(
            name: "text", body: Array("a\"\n€".utf8), expected: "a\"\n€", isBase64: false),
        BodyCase(name: "NUL", body: [0x61, 0], expected: "YQA=", isBase64: true),
        BodyCase(
            name: "NUL late", body: Array("0123456789".utf8) + [0], expected: "MDEyMzQ1Njc4OQA=",
            isBase64: true),
        BodyCase(name: "not UTF-8", body: [0xFF, 0xFE], expected: "//4=", isBase64: true),
        BodyCase(name: "cut UTF-8", body: [0x61, 0xC3], expected: "YcM=", isBase64: true),
        BodyCase(
            name: "encoded", body: Array("abc".utf8), coding: "gzip", expected: "YWJj",
            isBase64: true),
        BodyCase(
            name: "identity", body: Array("abc".utf8), coding: "Identity", expected: "abc",
            isBase64: false),
        BodyCase(
            name: "encoded and empty", body: [], coding: "gzip", expected: nil, isBase64: false),
    ])
    func `M-10 a body is text when it can be, else base 64`(example: BodyCase) throws {
        let event = try event(
            "POST / HTTP/1.1", "Host: a", "Content-Encoding: \(example.coding)",
            body: example.body)
        #expect(event["body"]?.string == example.expected)
        #expect(event["isBase64Encoded"]?.bool == example.isBase64)
    }

    @Test func `M-11 the id is the gateway's and never the client's`() throws {
        let event = try event("GET / HTTP/1.1", "Host: a", "X-Request-Id: mine")
        #expect(event["requestContext"]?["requestId"] == "r-1")
        #expect(event["headers"]?["x-request-id"] == "mine")
    }

    @Test func `M-12 the stage can be chosen`() throws {
        let writer = ProxyEventWriter(
            routeKey: "GET /", format: EventFormat(stage: "prod\""))
        let event = try writer.tree(of: ParsedRequest("GET / HTTP/1.1", "Host: a").request())
        #expect(event["requestContext"]?["stage"] == "prod\"")
    }

    @Test func `M-13 the time is the arrival's`() throws {
        let request = try ParsedRequest("GET / HTTP/1.1", "Host: a")
        let event = try writer.tree(of: request.request(arrivalMs: 951_868_799_999))
        #expect(event["requestContext"]?["timeEpoch"] == 951_868_799_999)
        #expect(event["requestContext"]?["time"] == "29/Feb/2000:23:59:59 +0000")
    }

    @Test(arguments: ["HTTP/1.0", "HTTP/1.1"])
    func `M-14 the protocol is the request's`(version: String) throws {
        let event = try event("GET / \(version)", "Host: a")
        #expect(event["requestContext"]?["http"]?["protocol"]?.string == version)
    }

    @Test func `M-15 the source is the address given, not the client's word`() throws {
        let request = try ParsedRequest("GET / HTTP/1.1", "Host: a", "X-Forwarded-For: 10.0.0.1")
        let known = try writer.tree(of: request.request(sourceIP: "2001:db8::1"))
        #expect(known["requestContext"]?["http"]?["sourceIp"] == "2001:db8::1")
        #expect(known["headers"]?["x-forwarded-for"] == "10.0.0.1, 2001:db8::1")
        let unknown = try writer.tree(of: request.request(sourceIP: ""))
        #expect(unknown["requestContext"]?["http"]?["sourceIp"] == nil)
    }

    @Test func `M-16 the user agent is there even when the filter holds the field back`() throws {
        let writer = ProxyEventWriter(
            routeKey: "GET /", forwardHeaders: ForwardHeaders(allow: ["accept"], deny: []))
        let request = try ParsedRequest("GET / HTTP/1.1", "Host: a", "User-Agent: x\"y")
        let event = try writer.tree(of: request.request())
        #expect(event["requestContext"]?["http"]?["userAgent"] == "x\"y")
        #expect(event["headers"] == [:])
    }

    struct AccountCase: CustomTestStringConvertible, Sendable {
        let function: String
        let account: String?
        var testDescription: String { function }
    }

    @Test(arguments: [
        AccountCase(
            function: "arn:aws:lambda:eu-west-1:123456789012:function:f", account: "123456789012"),
        AccountCase(
            function: "arn:aws-cn:lambda:cn-north-1:210987654321:function:f:7",
            account: "210987654321"),
        AccountCase(function: "123456789012:function:f", account: "123456789012"),
        AccountCase(function: "f", account: nil),
        AccountCase(function: "f:live", account: nil),
        AccountCase(function: "123456789012", account: nil),
        AccountCase(function: "arn:aws:lambda", account: nil),
        AccountCase(function: "", account: nil),
    ])
    func `M-17 the account is the one in the function's name, if any`(example: AccountCase) throws {
        let writer = ProxyEventWriter(routeKey: "GET /", function: example.function)
        let event = try writer.tree(of: ParsedRequest("GET / HTTP/1.1", "Host: a").request())
        #expect(event["requestContext"]?["accountId"]?.string == example.account)
        #expect(event["requestContext"]?["apiId"] == "smug")
    }

    @Test(
        arguments: [
            ("api.example.com", "api.example.com", "api"),
            ("localhost:3000", "localhost", "localhost"),
            ("[::1]:3000", "[::1]", "[::1]"), ("10.0.0.1:80", "10.0.0.1", "10"), ("", nil, nil),
        ] as [(String, String?, String?)])
    func `M-17 the domain is the host without its port`(
        host: String, name: String?, prefix: String?
    ) throws {
        let event = try event("GET / HTTP/1.1", "Host: \(host)")
        #expect(event["requestContext"]?["domainName"]?.string == name)
        #expect(event["requestContext"]?["domainPrefix"]?.string == prefix)
    }

    @Test func `M-17 a request of HTTP 1.0 needs no host`() throws {
        #expect(try event("GET / HTTP/1.0")["requestContext"]?["domainName"] == nil)
    }

    @Test func `M-18 fields of the connection are dropped, and those that Connection names`() throws
    {
        let event = try event(
            "GET / HTTP/1.1", "Host: a", "Connection: X-Hop , keep-alive,,x-other",
            "Keep-Alive: 5", "Proxy-Authenticate: a", "Proxy-Authorization: b", "TE: trailers",
            "Trailer: x", "Upgrade: h2c", "X-Hop: 1", "X-Other: 2", "X-End: 3", "Proxy-Other: 4")
        #expect(event["headers"] == ["host": "a", "x-end": "3", "proxy-other": "4"])
        let chunked = try self.event(
            "POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", body: [0x61])
        #expect(chunked["headers"] == ["host": "a"])
    }

    @Test func `M-19 trace context passes untouched, and gives way to the gateway's own`() throws {
        let request = try ParsedRequest(
            "GET / HTTP/1.1", "Host: a", "traceparent: 00-a-b-01", "tracestate: x=1",
            "baggage: k=v", "X-Amzn-Trace-Id: Root=1")
        let passed = try writer.tree(of: request.request())
        #expect(
            passed["headers"] == [
                "host": "a", "traceparent": "00-a-b-01", "tracestate": "x=1", "baggage": "k=v",
                "x-amzn-trace-id": "Root=1",
            ])
        let injected = try writer.tree(
            of: request.request(injecting: [("traceparent", "00-c-d-01")]))
        #expect(injected["headers"]?["traceparent"] == "00-c-d-01")
        #expect(injected["headers"]?.object?.count == 5)
    }

    @Test func `M-20 an event is an item of the envelope as it is`() throws {
        let request = try ParsedRequest("GET /hello/1 HTTP/1.1", "Host: a")
        let item = writer.event(for: request.request(parameters: ["1"]))
        let payload = BatchEnvelope(route: "/hello/{id}").envelope(
            of: [item, item], receivedAtMs: 7)
        let tree = try JSONValue(parsing: payload)
        #expect(
            tree["batch"] == .array([try JSONValue(parsing: item), try JSONValue(parsing: item)]))
        let batch = try #require(try BatchRequest(payload))
        #expect(batch.items.map { $0.id } == [Array("r-1".utf8), Array("r-1".utf8)])
    }

    @Test(arguments: 0..<UInt64(60))
    func `any request becomes an event, and room is made for it once`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let names = ["x-a", "x-b", "cookie", "accept", "connection", "user-agent", "ayb", "axb"]
        let values = Array("ab ,;=\"\\%zé\u{1F600}\t".utf8) + [0xFF, 0x80]
        var text = "GET /h%2\"x?".utf8 + []
        for _ in 0..<Int.random(in: 0..<50, using: &random) {
            text.append(Array("ab&=%2+6".utf8).randomElement(using: &random) ?? 0x61)
        }
        text += " HTTP/1.1\r\nHost: h\r\n".utf8
        for _ in 0..<Int.random(in: 0..<60, using: &random) {
            text += (names.randomElement(using: &random) ?? "").utf8
            text += ": ".utf8
            for _ in 0..<Int.random(in: 0..<20, using: &random) {
                text.append(values.randomElement(using: &random) ?? 0x61)
            }
            text += "\r\n".utf8
        }
        text += "\r\n".utf8
        guard let request = try? ParsedRequest(bytes: text) else { return }
        let body = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
            UInt8.random(in: 1...255, using: &random)
        }
        let event = try writer.tree(of: request.request(body: body))
        #expect(event["isBase64Encoded"]?.bool != nil)
    }

    @Test(arguments: [0, 1, 7, 100, 3000])
    func `a request of nothing but escapes grows as it must`(count: Int) throws {
        let quotes = String(repeating: "\"", count: count)
        let event = try event(
            "GET / HTTP/1.1", "Host: a", "X-Q: \(quotes)", body: Array(repeating: 1, count: count))
        #expect(event["headers"]?["x-q"]?.string == quotes)
        #expect(event["body"]?.string?.utf8.count == (count == 0 ? nil : count))
    }

    @Test func `a query of thousands of pairs is joined as one of few is`() throws {
        let query = (0..<1500).map { "k\($0 % 50)=\($0)" }.joined(separator: "&")
        let event = try event("GET /?\(query) HTTP/1.1", "Host: a")
        let parameters = try #require(event["queryStringParameters"]?.object)
        #expect(parameters.keys == (0..<50).map { "k\($0)" })
        #expect(parameters["k3"]?.string?.hasPrefix("3,53,103,") == true)
    }
}
