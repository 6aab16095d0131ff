import SmugJSON
import SmugProtocol
import Testing

@testable import SmugLambda

/// Events of every service, and answers in the shape that each needs.
@Suite struct HTTPKindTests {
    struct Sample: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let kind: HTTPEvent.Kind
        let json: String
        var method = "GET"
        var path = "/a%20b"
        var rawPath = "/a%20b"
        var rawQuery = ""
        var query: [String] = []
        var headers: [String] = []
        var cookies: [String] = []
        var body = ""
        var sourceIP: String?
        var stage: String?
        var routeKey = ""
        var url: String?
    }

    static let samples: [Sample] = [
        Sample(
            testDescription: "HTTP API", kind: .httpAPI,
            json: #"""
                {"version":"2.0","routeKey":"POST /a b","rawPath":"/prod/a%20b","rawQueryString":"x=1&x=2",
                "cookies":["a=1","b=2"],"headers":{"host":"h.example","accept":"x,y"},
                "requestContext":{"http":{"method":"POST","path":"/prod/a b","sourceIp":"192.0.2.1"},
                "stage":"prod","domainName":"d.example","requestId":"r"},"body":"hi"}
                """#, method: "POST", rawPath: "/prod/a%20b", rawQuery: "x=1&x=2",
            query: ["x=1", "x=2"], headers: ["host: h.example", "accept: x,y"],
            cookies: ["a=1", "b=2"], body: "hi", sourceIP: "192.0.2.1", stage: "prod",
            routeKey: "POST /a b", url: "https://h.example/prod/a%20b?x=1&x=2"),
        Sample(
            testDescription: "HTTP API, default stage, a path that begins like one", kind: .httpAPI,
            json: #"""
                {"rawPath":"/prodigal","requestContext":{"stage":"prod","domainName":"d.example"}}
                """#, path: "/prodigal", rawPath: "/prodigal", stage: "prod",
            url: "https://d.example/prodigal"),
        Sample(
            testDescription: "HTTP API, nothing but the stage", kind: .httpAPI,
            json: #"{"rawPath":"/prod","requestContext":{"stage":"prod"}}"#, path: "/",
            rawPath: "/prod", stage: "prod"),
        Sample(
            testDescription: "function URL", kind: .functionURL,
            json: #"""
                {"version":"2.0","routeKey":"$default","rawPath":"/a%20b","rawQueryString":"",
                "headers":{"Cookie":"n=1"},"cookies":["n=1"],"requestContext":{"stage":"$default",
                "domainName":"x.lambda-url.eu-central-1.on.aws","http":{"method":"PUT"}},
                "body":"aGk=","isBase64Encoded":true}
                """#, method: "PUT", cookies: ["n=1"], body: "hi", stage: "$default",
            routeKey: "$default", url: "https://x.lambda-url.eu-central-1.on.aws/a%20b"),
        Sample(
            testDescription: "REST API", kind: .restAPI,
            json: #"""
                {"resource":"/{p+}","path":"/a b","httpMethod":"PATCH",
                "headers":{"Host":"h.example","X-A":"2"},
                "multiValueHeaders":{"Host":["h.example"],"X-A":["1","2"],"Cookie":["a=1; b=2"]},
                "queryStringParameters":{"q":"ü&"},"multiValueQueryStringParameters":{"q":["1","ü&"]},
                "pathParameters":{"p":"a b"},"stageVariables":{"v":"1"},
                "requestContext":{"path":"/prod/a b","stage":"prod","requestId":"r",
                "httpMethod":"PATCH","identity":{"sourceIp":"192.0.2.1","user":null}},
                "body":null,"isBase64Encoded":false}
                """#, method: "PATCH", rawPath: "/prod/a%20b", rawQuery: "q=1&q=%C3%BC%26",
            query: ["q=1", "q=ü&"], headers: ["Host: h.example", "X-A: 1", "X-A: 2"],
            cookies: ["a=1", "b=2"], sourceIP: "192.0.2.1", stage: "prod",
            routeKey: "PATCH /{p+}", url: "https://h.example/prod/a%20b?q=1&q=%C3%BC%26"),
        Sample(
            testDescription: "REST API, console test without headers", kind: .restAPI,
            json: #"""
                {"resource":"/a b","path":"/a b","httpMethod":"GET","headers":null,
                "multiValueHeaders":null,"queryStringParameters":null,
                "requestContext":{"stage":"test-invoke-stage"}}
                """#, stage: "test-invoke-stage", routeKey: "GET /a b"),
        Sample(
            testDescription: "load balancer", kind: .loadBalancer,
            json: #"""
                {"requestContext":{"elb":{"targetGroupArn":"arn"}},"httpMethod":"GET","path":"/a%20b",
                "queryStringParameters":{"q":"a%26b"},"headers":{"host":"h.example",
                "x-forwarded-for":"203.0.113.9, 192.0.2.1","x-forwarded-proto":"http","cookie":"a=1"},
                "body":"","isBase64Encoded":false}
                """#, rawQuery: "q=a%26b", query: ["q=a&b"],
            headers: [
                "host: h.example", "x-forwarded-for: 203.0.113.9, 192.0.2.1",
                "x-forwarded-proto: http",
            ], cookies: ["a=1"], sourceIP: "192.0.2.1", url: "http://h.example/a%20b?q=a%26b"),
        Sample(
            testDescription: "load balancer with multi-value headers", kind: .loadBalancer,
            json: #"""
                {"requestContext":{"elb":{}},"httpMethod":"GET","path":"/a%20b",
                "multiValueQueryStringParameters":{"q":["1","2"]},
                "multiValueHeaders":{"a":["1","2"],"cookie":["a=1","b=2"]},"body":""}
                """#, rawQuery: "q=1&q=2", query: ["q=1", "q=2"], headers: ["a: 1", "a: 2"],
            cookies: ["a=1", "b=2"]),
        Sample(
            testDescription: "VPC Lattice, first version", kind: .vpcLattice,
            json: #"""
                {"raw_path":"/a b?q=1","method":"POST","headers":{"host":"h.example",
                "x-forwarded-for":"192.0.2.1"},"query_string_parameters":{"q":"1"},"body":"aGk=",
                "is_base64_encoded":true}
                """#, method: "POST", rawQuery: "q=1", query: ["q=1"],
            headers: ["host: h.example", "x-forwarded-for: 192.0.2.1"], body: "hi",
            sourceIP: "192.0.2.1", url: "https://h.example/a%20b?q=1"),
        Sample(
            testDescription: "VPC Lattice, second version", kind: .vpcLattice,
            json: #"""
                {"version":"2.0","path":"/a b","method":"GET","headers":{"a":["1","2"]},
                "queryStringParameters":{"q":["1","2"]},"isBase64Encoded":false,
                "requestContext":{"serviceNetworkArn":"arn","identity":{"sourceVpcArn":"arn"}}}
                """#, rawQuery: "q=1&q=2", query: ["q=1", "q=2"], headers: ["a: 1", "a: 2"]),
        Sample(
            testDescription: "WebSocket", kind: .webSocket,
            json: #"""
                {"requestContext":{"routeKey":"$connect","eventType":"CONNECT","connectionId":"c=",
                "stage":"prod","domainName":"d.example","identity":{"sourceIp":"192.0.2.1"}},
                "queryStringParameters":{"t":"1"},"isBase64Encoded":false}
                """#, path: "/", rawPath: "/", rawQuery: "t=1", query: ["t=1"],
            sourceIP: "192.0.2.1", stage: "prod", routeKey: "$connect",
            url: "wss://d.example/?t=1"),
    ]

    @Test(arguments: samples)
    func `an event is read in one form, whatever has sent it`(_ sample: Sample) throws {
        let event = try HTTPEvent(Array(sample.json.utf8))
        #expect(event.kind == sample.kind)
        #expect(event.method == sample.method)
        #expect(event.path == sample.path)
        #expect(event.rawPath == sample.rawPath)
        #expect(event.rawQuery == sample.rawQuery)
        #expect(event.query.map { "\($0.name)=\($0.value)" } == sample.query)
        #expect(event.headers.map { "\($0.name): \($0.value)" } == sample.headers)
        #expect(event.cookies == sample.cookies)
        #expect(event.bodyText == sample.body)
        #expect(event.sourceIP == sample.sourceIP)
        #expect(event.stage == sample.stage)
        #expect(event.routeKey == sample.routeKey)
        #expect(event.url == sample.url)
        #expect(Array(event.rawEvent) == Array(sample.json.utf8))
        let raw = try event.decodeEvent(as: JSONValue.self)
        #expect(raw == (try JSONValue(parsing: Array(sample.json.utf8))))
    }

    struct Shape: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let json: String
    }

    static let shapes: [Shape] = [
        Shape(
            testDescription: "HTTP API",
            json: #"{"statusCode":404,"headers":{"x":"1"},"cookies":["a=1"],"#),
        Shape(
            testDescription: "function URL",
            json: #"{"statusCode":404,"headers":{"x":"1"},"cookies":["a=1"],"#),
        Shape(
            testDescription: "REST API",
            json: #"{"statusCode":404,"multiValueHeaders":{"x":["1"],"set-cookie":["a=1"]},"#),
        Shape(
            testDescription: "load balancer",
            json: #"{"statusCode":404,"statusDescription":"404 Not Found","#
                + #""headers":{"x":"1","set-cookie":"a=1"},"#),
        Shape(
            testDescription: "load balancer with multi-value headers",
            json: #"{"statusCode":404,"statusDescription":"404 Not Found","#
                + #""multiValueHeaders":{"x":["1"],"set-cookie":["a=1"]},"#),
        Shape(
            testDescription: "VPC Lattice, first version",
            json: #"{"statusCode":404,"statusDescription":"404 Not Found","#
                + #""headers":{"x":"1","set-cookie":"a=1"},"#),
        Shape(
            testDescription: "WebSocket",
            json: #"{"statusCode":404,"multiValueHeaders":{"x":["1"],"set-cookie":["a=1"]},"#),
    ]

    @Test(arguments: shapes)
    func `an answer has the shape that its event's service takes`(_ shape: Shape) async throws {
        let sample = try #require(
            Self.samples.first { $0.testDescription == shape.testDescription })
        let function = httpAdapter { _, _ in
            .stream(status: 404, headers: ["x": "1"], cookies: ["a=1"]) { try await $0.write("hé") }
        }
        let answer = try await function.answer(
            to: Array(sample.json.utf8), LambdaContext(requestID: "r"))
        let text = String(decoding: answer.bytes ?? [], as: UTF8.self)
        #expect(text == shape.json + #""body":"hé","isBase64Encoded":false}"#)
    }

    @Test(arguments: ["load balancer", "VPC Lattice, first version"])
    func `cookies that would be lost are an error`(_ name: String) async throws {
        let sample = try #require(Self.samples.first { $0.testDescription == name })
        let function = httpAdapter { _, _ in HTTPAnswer(cookies: ["a=1", "b=2"]) }
        await #expect(throws: LambdaError.self) {
            try await function.answer(to: Array(sample.json.utf8), LambdaContext(requestID: "r"))
        }
    }

    @Test(
        arguments: [
            ([0x68, 0xE9], "aOk=", true), ([0x1F, 0x8B], "H4s=", true), ([0x00], "AA==", true),
            ([0xC3, 0xA9], "é", false), ([], "", false),
        ] as [([UInt8], String, Bool)])
    func `what is no text goes in base 64, whatever its type says`(
        body: [UInt8], text: String, isEncoded: Bool
    ) throws {
        let answer = HTTPAnswer(headers: ["content-type": "text/html"], body: body)
        let request = try HTTPEvent(Array(Self.samples[0].json.utf8))
        let written = try JSONValue(parsing: try answer.checked().serialized(for: request))
        #expect(written["body"]?.string == text)
        #expect(written["isBase64Encoded"]?.bool == isEncoded)
    }

    @Test func `a body is decoded as JSON and as a form`() throws {
        struct Order: Codable, Equatable { var id: Int }
        let json = try HTTPEvent(Array(#"{"rawPath":"/","body":"{\"id\":7}"}"#.utf8))
        #expect(try json.decodeBody(as: Order.self) == Order(id: 7))
        let form = try HTTPEvent(Array(#"{"rawPath":"/","body":"a=1+2&b=%C3%A9"}"#.utf8))
        #expect(form.form.map(\.value) == ["1 2", "é"])
        let error = #expect(throws: DecodingError.self) { try form.decodeBody(as: Order.self) }
        #expect(error?.jsonMessage.contains("line 1") == true)
    }

    @Test func `a value is written as JSON`() throws {
        let answer = try HTTPAnswer.json(encoding: ["a": [1, 2]], status: 201)
        #expect(answer.status == 201 && answer.headers["content-type"] == "application/json")
        #expect(String(decoding: answer.body, as: UTF8.self) == #"{"a":[1,2]}"#)
    }

    @Test func `an answer in a stream goes out with its head in front`() async throws {
        let function = streamingHTTPAdapter { _, _ in
            .stream(status: 201) { try await $0.write("x") }
        }
        let answer = try await function.answer(
            to: Array(Self.samples[3].json.utf8), LambdaContext(requestID: "r"))
        let bytes = try await answer.collect()
        #expect(answer.contentType == "application/vnd.awslambda.http-integration-response")
        #expect(bytes.suffix(9) == [0, 0, 0, 0, 0, 0, 0, 0, UInt8(ascii: "x")])
        #expect(try JSONValue(parsing: Array(bytes.dropLast(9)))["statusCode"] == 201)
    }
}
