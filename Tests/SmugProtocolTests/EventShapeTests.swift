import SmugHTTP
import SmugJSON
import SmugProtocol
import TestSupport
import Testing

/// Events of the shapes beside the HTTP API's, which ``ProxyEventWriterTests`` holds.
@Suite struct EventShapeTests {
    private static let arn = "arn:aws:lambda:eu-central-1:123456789012:function:hello:live"

    private static func writer(
        _ format: EventFormat, function: String = arn, forwardHeaders: ForwardHeaders = .all
    ) -> ProxyEventWriter {
        ProxyEventWriter(
            routeKey: "POST /hello/{id}", parameters: ["id"], function: function, format: format,
            forwardHeaders: forwardHeaders)
    }

    private static func rich() throws -> ParsedRequest {
        try ParsedRequest(
            "POST /hello/a%20b?q=x%20y&q=2&z HTTP/1.1", "Host: api.example.com:8080",
            "User-Agent: curl/8", "Cookie: a=1; b=2", "X-A: 1", "X-A: 2", "Connection: close")
    }

    private static func text(_ format: EventFormat, body: String = "hi") throws -> String {
        let request = try rich().request(parameters: ["a%20b"], body: Array(body.utf8))
        return String(decoding: writer(format).event(for: request), as: UTF8.self)
    }

    private static func tree(
        _ format: EventFormat, _ lines: String..., function: String = arn,
        sourceIP: String = "192.0.2.7", injecting fields: [(String, String)] = []
    ) throws -> JSONValue {
        let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        let request = try ParsedRequest(bytes: bytes)
            .request(sourceIP: sourceIP, injecting: fields)
        return try writer(format, function: function).tree(of: request)
    }

    // MARK: - Whole events

    @Test func `M-1 a whole event of a REST API`() throws {
        let expected =
            #"{"resource":"/hello/{id}","path":"/hello/a%20b","httpMethod":"POST","#
            + #""headers":{"host":"api.example.com:8080","user-agent":"curl/8","#
            + #""cookie":"a=1; b=2","x-a":"2","x-forwarded-for":"192.0.2.7","#
            + #""x-forwarded-port":"8080","x-forwarded-proto":"http"},"#
            + #""multiValueHeaders":{"host":["api.example.com:8080"],"user-agent":["curl/8"],"#
            + #""cookie":["a=1; b=2"],"x-a":["1","2"],"x-forwarded-for":["192.0.2.7"],"#
            + #""x-forwarded-port":["8080"],"x-forwarded-proto":["http"]},"#
            + #""queryStringParameters":{"q":"2","z":""},"#
            + #""multiValueQueryStringParameters":{"q":["x y","2"],"z":[""]},"#
            + #""pathParameters":{"id":"a b"},"stageVariables":null,"#
            + #""requestContext":{"accountId":"123456789012","apiId":"smug","resourceId":"smug","#
            + #""resourcePath":"/hello/{id}","stage":"$default","#
            + #""domainName":"api.example.com","domainPrefix":"api","extendedRequestId":"r-1","#
            + #""httpMethod":"POST","identity":{"accessKey":null,"accountId":null,"caller":null,"#
            + #""cognitoAuthenticationProvider":null,"cognitoAuthenticationType":null,"#
            + #""cognitoIdentityId":null,"cognitoIdentityPoolId":null,"principalOrgId":null,"#
            + #""sourceIp":"192.0.2.7","user":null,"userAgent":"curl/8","userArn":null},"#
            + #""path":"/hello/a%20b","protocol":"HTTP/1.1","requestId":"r-1","#
            + #""requestTime":"04/Mar/2020:19:03:58 +0000","requestTimeEpoch":1583348638390},"#
            + #""body":"hi","isBase64Encoded":false}"#
        #expect(try Self.text(EventFormat(.restAPI)) == expected)
    }

    @Test func `M-1 a whole event of a load balancer`() throws {
        let expected =
            #"{"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:"#
            + #"eu-central-1:123456789012:targetgroup/smug/0000000000000000"}},"#
            + #""httpMethod":"POST","path":"/hello/a%20b","#
            + #""queryStringParameters":{"q":"2","z":""},"#
            + #""headers":{"host":"api.example.com:8080","user-agent":"curl/8","#
            + #""cookie":"a=1; b=2","x-a":"2","x-forwarded-for":"192.0.2.7","#
            + #""x-forwarded-port":"8080","x-forwarded-proto":"http"},"#
            + #""body":"hi","isBase64Encoded":false}"#
        #expect(
            try Self.text(EventFormat(.loadBalancer(multiValue: false), isBatched: false))
                == expected)
    }

    @Test func `M-1 a whole event of a load balancer with lists of values`() throws {
        let expected =
            #"{"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:"#
            + #"eu-central-1:123456789012:targetgroup/smug/0000000000000000"}},"#
            + #""httpMethod":"POST","path":"/hello/a%20b","#
            + #""multiValueQueryStringParameters":{"q":["x%20y","2"],"z":[""]},"#
            + #""multiValueHeaders":{"host":["api.example.com:8080"],"user-agent":["curl/8"],"#
            + #""cookie":["a=1; b=2"],"x-a":["1","2"],"x-forwarded-for":["192.0.2.7"],"#
            + #""x-forwarded-port":["8080"],"x-forwarded-proto":["http"]},"#
            + #""body":"","isBase64Encoded":false}"#
        #expect(
            try Self.text(EventFormat(.loadBalancer(multiValue: true), isBatched: false), body: "")
                == expected)
    }

    @Test func `M-1 a whole event of a function URL`() throws {
        let expected =
            #"{"version":"2.0","routeKey":"$default","rawPath":"/hello/a%20b","#
            + #""rawQueryString":"q=x%20y&q=2&z","cookies":["a=1","b=2"],"#
            + #""headers":{"host":"api.example.com:8080","user-agent":"curl/8","x-a":"1,2","#
            + #""x-forwarded-for":"192.0.2.7","x-forwarded-port":"8080","#
            + #""x-forwarded-proto":"http"},"#
            + #""queryStringParameters":{"q":"x y,2","z":""},"#
            + #""requestContext":{"accountId":"123456789012","apiId":"smug","#
            + #""domainName":"api.example.com","domainPrefix":"api","#
            + #""http":{"method":"POST","path":"/hello/a%20b","protocol":"HTTP/1.1","#
            + #""sourceIp":"192.0.2.7","userAgent":"curl/8"},"requestId":"r-1","#
            + #""routeKey":"$default","stage":"$default","#
            + #""time":"04/Mar/2020:19:03:58 +0000","timeEpoch":1583348638390},"#
            + #""body":"hi","isBase64Encoded":false}"#
        #expect(try Self.text(EventFormat(.functionURL)) == expected)
    }

    // MARK: - What is absent

    @Test func `what a REST API's event lacks is null`() throws {
        let event = try Self.tree(
            EventFormat(.restAPI), "GET / HTTP/1.0", function: "f", sourceIP: "")
        for name in [
            "queryStringParameters", "multiValueQueryStringParameters", "pathParameters",
            "stageVariables", "body",
        ] {
            #expect(event[name] == JSONValue.null, "\(name)")
        }
        #expect(event["headers"] == ["x-forwarded-port": "80", "x-forwarded-proto": "http"])
        #expect(
            event["multiValueHeaders"]
                == ["x-forwarded-port": ["80"], "x-forwarded-proto": ["http"]])
        let context = try #require(event["requestContext"])
        #expect(context["accountId"] == "000000000000", "receivers take no null here")
        #expect(context["identity"]?["sourceIp"] == JSONValue.null)
        #expect(context["identity"]?["userAgent"] == JSONValue.null)
        #expect(context["domainName"] == nil)
        #expect(context["protocol"] == "HTTP/1.0")
    }

    @Test func `what a load balancer's event lacks is empty`() throws {
        let event = try Self.tree(
            EventFormat(.loadBalancer(multiValue: false)), "GET / HTTP/1.0", function: "f",
            sourceIP: "")
        #expect(event["queryStringParameters"] == [:])
        #expect(event["headers"] == ["x-forwarded-port": "80", "x-forwarded-proto": "http"])
        #expect(event["body"] == "")
        #expect(
            event["requestContext"]?["elb"]?["targetGroupArn"]
                == "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/smug/0000000000000000"
        )
    }

    @Test func `a function URL without an account is anonymous`() throws {
        let event = try Self.tree(EventFormat(.functionURL), "GET / HTTP/1.0", function: "f")
        #expect(event["requestContext"]?["accountId"] == "anonymous")
        #expect(event["pathParameters"] == nil)
    }

    // MARK: - Stages

    @Test func `M-12 a stage stands in a REST API's context, and before the path there`() throws {
        let event = try Self.tree(
            EventFormat(.restAPI, stage: "prod"), "GET /a HTTP/1.1", "Host: a")
        #expect(event["path"] == "/a")
        #expect(event["requestContext"]?["path"] == "/prod/a")
        #expect(event["requestContext"]?["stage"] == "prod")
    }

    @Test func `M-12 a function URL has the default stage and no variables`() throws {
        let format = EventFormat(
            .functionURL, stage: "prod", stageVariables: [.init(name: "a", value: "b")])
        let event = try Self.tree(format, "GET /a HTTP/1.1", "Host: a")
        #expect(event["requestContext"]?["stage"] == "$default")
        #expect(event["stageVariables"] == nil)
    }

    @Test(arguments: [EventShape.httpAPI, .restAPI])
    func `M-9 stage variables are the route's, of a repeated name the last`(
        shape: EventShape
    ) throws {
        let format = EventFormat(
            shape,
            stageVariables: [
                .init(name: "a", value: "1"), .init(name: "q\"", value: "é\n"),
                .init(name: "a", value: "2"),
            ])
        let event = try Self.tree(format, "GET /a HTTP/1.1", "Host: a")
        #expect(event["stageVariables"] == ["a": "2", "q\"": "é\n"])
    }

    // MARK: - Headers and parameters

    private static let lists = EventFormat(.loadBalancer(multiValue: true))
    private static let last = EventFormat(.loadBalancer(multiValue: false))

    @Test func `X-13a a load balancer's query is as the client has sent it`() throws {
        let line = "GET /?a=%20+&a=b%2Fc&%61=d&e&=f HTTP/1.1"
        let lists = try Self.tree(Self.lists, line, "Host: a")
        #expect(
            lists["multiValueQueryStringParameters"]
                == ["a": ["%20+", "b%2Fc"], "%61": ["d"], "e": [""], "": ["f"]])
        let last = try Self.tree(Self.last, line, "Host: a")
        #expect(last["queryStringParameters"] == ["a": "b%2Fc", "%61": "d", "e": "", "": "f"])
    }

    @Test func `X-13a a REST API's query is decoded, and no value is lost`() throws {
        let event = try Self.tree(
            EventFormat(.restAPI), "GET /?a=%20+&a=b%2Fc&%61=d HTTP/1.1", "Host: a")
        #expect(event["queryStringParameters"] == ["a": "d"])
        #expect(event["multiValueQueryStringParameters"] == ["a": ["  ", "b/c", "d"]])
    }

    @Test func `M-5 several cookie fields are one header`() throws {
        let event = try Self.tree(
            EventFormat(.restAPI), "GET / HTTP/1.1", "Host: a", "Cookie: a=1", "Cookie: b=2; c=3")
        #expect(event["headers"]?["cookie"] == "a=1; b=2; c=3")
        #expect(event["multiValueHeaders"]?["cookie"] == ["a=1; b=2; c=3"])
        #expect(event["cookies"] == nil)
    }

    @Test(arguments: [EventFormat(.restAPI), lists])
    func `M-19 what the gateway puts in stands in lists too`(format: EventFormat) throws {
        let event = try Self.tree(
            format, "GET / HTTP/1.1", "Host: a", "traceparent: theirs", "X-B: 1",
            injecting: [("traceparent", "ours"), ("x-c", "2"), ("x-c", "3")])
        let headers = event["multiValueHeaders"]
        #expect(headers?["traceparent"] == ["ours"])
        #expect(headers?["x-b"] == ["1"])
        #expect(headers?["x-c"] == ["2", "3"])
    }

    @Test func `M-15 a load balancer adds the client's address behind those before it`() throws {
        let lines = ["X-Forwarded-For: 10.0.0.1", "X-Forwarded-For: 10.0.0.2"]
        let event = try Self.tree(Self.last, "GET / HTTP/1.1", lines[0], "Host: a", lines[1])
        #expect(
            event["headers"] == [
                "host": "a", "x-forwarded-for": "10.0.0.1, 10.0.0.2, 192.0.2.7",
                "x-forwarded-port": "80", "x-forwarded-proto": "http",
            ])
        let injected = try Self.tree(
            Self.lists, "GET / HTTP/1.1", "Host: a", lines[0],
            injecting: [("x-forwarded-for", "10.0.0.9")])
        #expect(injected["multiValueHeaders"]?["x-forwarded-for"] == ["10.0.0.9"])
        let denying = Self.writer(
            Self.last,
            forwardHeaders: ForwardHeaders(
                allow: [], deny: ["x-forwarded-for", "x-forwarded-port", "x-forwarded-proto"]))
        let denied = try denying.tree(
            of: ParsedRequest("GET / HTTP/1.1", "Host: a", lines[0]).request())
        #expect(denied["headers"] == ["host": "a"])
    }

    // MARK: - Batches

    @Test(
        arguments: [EventShape.httpAPI, .restAPI, .functionURL]
            + [true, false].map { .loadBalancer(multiValue: $0) })
    func `M-20 items of every shape have the id by which adapters answer`(
        shape: EventShape
    ) throws {
        let item = Self.writer(EventFormat(shape)).event(
            for: try Self.rich().request(parameters: ["a%20b"]))
        let payload = BatchEnvelope(route: "/hello/{id}").envelope(
            of: [item, item], receivedAtMs: 7)
        let batch = try #require(try BatchRequest(payload))
        #expect(batch.items.map(\.id) == [Array("r-1".utf8), Array("r-1".utf8)])
    }

    // MARK: - Any request

    private static let formats =
        [EventShape.httpAPI, .restAPI, .functionURL, .loadBalancer(multiValue: true)]
        .map { EventFormat($0, stage: "s", stageVariables: [.init(name: "a", value: "\"")]) }
        + [EventFormat(.loadBalancer(multiValue: false), isBatched: false)]

    @Test(arguments: 0..<UInt64(80))
    func `any request becomes valid JSON in every shape`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let names = ["x-a", "x-b", "cookie", "connection", "user-agent", "x-forwarded-for"]
        let values = Array("ab ,;=\"\\%zé\u{1F600}\t".utf8) + [0xFF, 0x80]
        var text = Array("POST /h%2\"x?".utf8)
        for _ in 0..<Int.random(in: 0..<50, using: &random) {
            text.append(Array("ab&=%2+6".utf8).randomElement(using: &random) ?? 0x61)
        }
        text += Array(" HTTP/1.1\r\nHost: h\r\n".utf8)
        for _ in 0..<Int.random(in: 0..<40, using: &random) {
            text += Array((names.randomElement(using: &random) ?? "").utf8) + Array(": ".utf8)
            for _ in 0..<Int.random(in: 0..<20, using: &random) {
                text.append(values.randomElement(using: &random) ?? 0x61)
            }
            text += Array("\r\n".utf8)
        }
        guard let request = try? ParsedRequest(bytes: text + Array("\r\n".utf8)) else { return }
        let body = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        for format in Self.formats {
            let event = try Self.writer(format).tree(
                of: request.request(parameters: ["x"], body: body))
            #expect(event["isBase64Encoded"]?.bool != nil)
            #expect(event["requestContext"]?.object != nil)
        }
    }

    @Test(arguments: [0, 1, 100, 3000])
    func `room is made for a request of nothing but escapes`(count: Int) throws {
        let quotes = String(repeating: "\"", count: count)
        for format in Self.formats {
            let event = try Self.tree(
                format, "GET /?\(quotes) HTTP/1.1", "Host: a", "X-Q: \(quotes)")
            let value =
                event["headers"]?["x-q"] ?? event["multiValueHeaders"]?["x-q"]?.array?.first
            #expect(value?.string == quotes)
        }
    }
}
