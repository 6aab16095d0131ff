import TestSupport
import Testing

@testable import SmugLambda

@Suite struct HTTPEventTests {
    @Test func `all members of an event are read`() throws {
        let bytes = Array(SampleEvent.full.utf8)
        let event = try HTTPEvent(bytes)
        #expect(event.method == "POST")
        #expect(event.path == "/hello/Ad%61")
        #expect(event.rawQuery == "q=a+b&q=%C3%A9&flag&x=%zz")
        #expect(event.query.map(\.name) == ["q", "q", "flag", "x"])
        #expect(event.query.map(\.value) == ["a b", "é", "", "%zz"])
        #expect(event.query["q"] == "a b")
        #expect(event.query.all("q") == ["a b", "é"])
        #expect(event.query["Q"] == nil)
        #expect(event.headers["X-Tenant"] == "blue")
        #expect(event.headers["n"] == nil)
        #expect(event.headers.count == 2)
        #expect(event.cookies == ["a=1", "b=2"])
        #expect(event.pathParameters["name"] == "Ada \"L\"")
        #expect(event.pathParameters["Name"] == nil)
        #expect(event.bodyText == "é\n")
        #expect(event.sourceIP == "192.0.2.1")
        #expect(event.requestID == "r-1")
        #expect(event.routeKey == "POST /hello/{name}")
        #expect(Array(event.rawEvent) == bytes)
    }

    @Test func `a minimal event has defaults`() throws {
        let event = try HTTPEvent(Array("{\"rawPath\":\"/\"}".utf8))
        #expect(event.method == "GET")
        #expect(event.path == "/")
        #expect(event.query.isEmpty)
        #expect(event.headers.isEmpty)
        #expect(event.cookies.isEmpty)
        #expect(event.body.isEmpty)
        #expect(event.sourceIP == nil)
        #expect(event.requestID.isEmpty)
    }

    @Test(arguments: [
        (#"{"rawPath":"/"}"#, "Root=1"),
        (#"{"rawPath":"/","headers":{"X-Amzn-Trace-Id":"Root=2"}}"#, "Root=2"),
    ])
    func `the invocation's trace stands in the header where the event has none`(
        event: String, trace: String
    ) async throws {
        let function = httpAdapter { request, _ in
            .text(request.headers.all("x-amzn-trace-id").joined(separator: ", "))
        }
        let context = LambdaContext(requestID: "1", traceID: "Root=1")
        let answer = try await function.answer(to: Array(event.utf8), context).collect()
        let text = String(decoding: answer, as: UTF8.self)
        #expect(text.contains("\"body\":\"\(trace)\""))
    }

    @Test func `the method is also read from the route`() throws {
        let event = try HTTPEvent(Array(#"{"rawPath":"/","routeKey":"DELETE /x"}"#.utf8))
        #expect(event.method == "DELETE")
        #expect(
            try HTTPEvent(Array(#"{"rawPath":"/","routeKey":"$default"}"#.utf8)).method == "GET")
    }

    @Test func `a body in base 64 is decoded`() throws {
        let event = try HTTPEvent(
            Array(#"{"rawPath":"/","body":"AP\/+","isBase64Encoded":true}"#.utf8))
        #expect(event.body == [0x00, 0xFF, 0xFE])
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let text: String
        let message: String

        var testDescription: String { text }
    }

    @Test(arguments: [
        Refusal(text: "", message: "the event cannot be read: JSON ends inside a value at byte 0"),
        Refusal(text: "{\"rawPath\":\"/\"", message: "the event cannot be read: "),
        Refusal(text: "{\"rawPath\":\"/\"}]", message: "the event cannot be read: "),
        Refusal(text: "[1,2]", message: "the event is no HTTP request"),
        Refusal(text: "null", message: "the event is no HTTP request"),
        Refusal(text: "{\"Records\":[]}", message: "the event is no HTTP request"),
        Refusal(text: "{\"rawPath\":7}", message: "the event is no HTTP request"),
        Refusal(
            text: "{\"rawPath\":\"/\",\"body\":\"%\",\"isBase64Encoded\":true}",
            message: "the event's body is not the base 64"),
    ])
    func `what is no HTTP event is refused with a reason`(refusal: Refusal) {
        let error = #expect(throws: LambdaError.self) { try HTTPEvent(Array(refusal.text.utf8)) }
        #expect(error?.description.hasPrefix(refusal.message) == true)
    }

    @Test func `members of another type count as missing`() throws {
        let event = try HTTPEvent(
            Array(
                #"""
                {"rawPath":"/","headers":[1],"cookies":{"a":[]},"requestContext":[{}],"body":{},
                "pathParameters":null,"rawQueryString":1,"routeKey":[],"isBase64Encoded":"x"}
                """#.utf8))
        #expect(event.headers.isEmpty && event.cookies.isEmpty && event.body.isEmpty)
    }

    @Test func `every beginning of an event is refused`() {
        let bytes = Array(SampleEvent.full.utf8)
        for count in 0..<bytes.count {
            #expect(throws: LambdaError.self) { try HTTPEvent(Array(bytes[..<count])) }
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `an event with random damage never traps`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<50 {
            var bytes = Array(SampleEvent.full.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                    in: 0...255, using: &random)
            }
            guard let event = try? HTTPEvent(bytes) else { continue }
            _ = (event.method, event.path, event.query.map(\.value), event.headers.map(\.name))
            _ = (event.cookies, event.pathParameters["name"], event.bodyText, event.requestID)
        }
    }
}
