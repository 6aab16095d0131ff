import SmugAWS
import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import SmugProtocol
import Testing

@testable import SmugGateway

/// Routes of every shape, with and without batches, over sockets.
@Suite struct GatewayShapesTests {
    private static let shapes = ["http-v2", "rest-v1", "alb", "function-url"]

    private static func manifest(_ more: String, size: Int? = nil) -> String {
        let size = size.map { "maxBatchSize: \($0), maxWaitMs: 20000, timeoutMs: 60000, " } ?? ""
        return """
            ListenAddr: 127.0.0.1:0
            Spec:
              paths:
                /hello/{name}:
                  any: { x-target-lambda: hello, x-smug: { \(size)\(more) } }
            """
    }

    private static func answering(_ text: String) -> FakeFunction {
        FakeFunction { _ in Array(text.utf8) }
    }

    @Test(arguments: shapes)
    func `with batch off the payload is the event, and the answer is plain`(shape: String) throws {
        let function = Self.answering(#"{"statusCode":201,"headers":{"x-a":"1"},"body":"done"}"#)
        try GatewayStage.run(Self.manifest("batch: off, eventShape: \(shape)"), function) { stage in
            let response = try await stage.send(.post, "/hello/world?a=1", body: Array("in".utf8))
            #expect(response.status == .created)
            #expect(response.fields["x-a"] == "1")
            #expect(response.text == "done")
            let event = try JSONValue(parsing: try #require(function.calls.first).payload)
            #expect(event["body"] == "in")
            #expect(event["queryStringParameters"] == ["a": "1"])
            #expect((event["rawPath"] ?? event["path"])?.string == "/hello/world")
            #expect((event["version"] == "2.0") == ["http-v2", "function-url"].contains(shape))
            #expect(event["batch"] == nil)
        }
    }

    @Test(arguments: shapes)
    func `W-16 requests that are not batched do not share an invocation`(shape: String) throws {
        let function = Self.answering(#"{"statusCode":200}"#)
        try GatewayStage.run(Self.manifest("batch: off, eventShape: \(shape)"), function) { stage in
            let tasks = (0..<4).map { stage.start(.get, "/hello/\($0)") }
            for task in tasks {
                let response = try await task.value
                #expect(response.status == .ok)
            }
            #expect(function.calls.count == 4)
        }
    }

    @Test(arguments: shapes)
    func `requests of every shape share invocations, each with its own answer`(
        shape: String
    ) throws {
        let function = FakeFunction { call in
            call.answers { event in
                #""statusCode":200,"body":"\#((event["rawPath"] ?? event["path"])?.string ?? "")""#
            }
        }
        try GatewayStage.run(Self.manifest("eventShape: \(shape)", size: 4), function) { stage in
            let tasks = (0..<4).map { stage.start(.get, "/hello/\($0)") }
            for (index, task) in tasks.enumerated() {
                let response = try await task.value
                #expect(response.text == "/hello/\(index)")
            }
            #expect(function.calls.count == 1)
        }
    }

    struct Broken: CustomTestStringConvertible, Sendable {
        let shape: String
        let answer: String
        var testDescription: String { "\(shape) \(answer)" }
    }

    @Test(arguments: [
        Broken(shape: "rest-v1", answer: #"{"body":"a"}"#),
        Broken(shape: "rest-v1", answer: #""a""#),
        Broken(shape: "alb", answer: "null"),
        Broken(shape: "alb", answer: #"{"statusCode":200,"statusDescription":{}}"#),
        Broken(shape: "http-v2", answer: "{"),
        Broken(shape: "http-v2", answer: #"{"statusCode":"x"}"#),
        Broken(shape: "function-url", answer: ""),
    ])
    func `what AWS answers 502 is 502 here`(_ row: Broken) throws {
        let recorder = try GatewayStage.run(
            Self.manifest("batch: off, eventShape: \(row.shape)"), Self.answering(row.answer)
        ) { stage in
            try await stage.get("/hello/a").expectProblem(502, "bad_answer")
        }
        #expect(recorder.entries("bad_record").count == 1)
    }

    @Test(arguments: ["http-v2", "function-url"])
    func `R-6 an answer without a status is the body`(shape: String) throws {
        try GatewayStage.run(
            Self.manifest("batch: off, eventShape: \(shape)"), Self.answering(#"{"a":1}"#)
        ) { stage in
            let response = try await stage.get("/hello/a")
            #expect(response.status == .ok)
            #expect(response.fields["content-type"] == "application/json")
            #expect(response.text == #"{"a":1}"#)
        }
    }

    private static func streaming(_ parts: [String], then error: LambdaError? = nil) -> FakeFunction
    {
        FakeFunction.streaming { _, receive throws(LambdaError) in
            for part in parts { await receive(Array(part.utf8)[...]) }
            if let error { throw error }
        }
    }

    private static let streamed = manifest("batch: off, invokeMode: response_stream")

    @Test func `without batches a streamed answer is a prelude and its body`() throws {
        let nulls = String(repeating: "\0", count: 8)
        let function = Self.streaming([
            #"{"statusCode":201,"headers":{"X-A":"1"},"#, #""cookies":["a=1","b=2"]}"# + nulls,
            "one ", "two",
        ])
        try GatewayStage.run(Self.streamed, function) { stage in
            let response = try await stage.get("/hello/a")
            #expect(response.status == .created)
            #expect(response.fields["x-a"] == "1")
            #expect(response.all("set-cookie") == ["a=1", "b=2"])
            #expect(response.text == "one two")
            let event = try JSONValue(parsing: try #require(function.calls.first).payload)
            #expect(event["rawPath"] == "/hello/a")
        }
    }

    @Test func `without batches a function that does not stream is answered all the same`() throws {
        try GatewayStage.run(
            Self.streamed, Self.streaming([#"{"statusCode":404,"#, #""body":"no"}"#])
        ) { stage in
            let response = try await stage.get("/hello/a")
            #expect(response.status.code == 404)
            #expect(response.text == "no")
        }
    }

    @Test func `a failure before the prelude is an answer`() throws {
        let error = LambdaError(
            .functionFailed(.init(isHandled: false, errorType: "E", errorMessage: "secret")),
            message: "secret")
        try GatewayStage.run(Self.streamed, Self.streaming(["{"], then: error)) { stage in
            try await stage.get("/hello/a").expectProblem(502, "function_failed")
        }
    }

    @Test func `a prelude that is none is 502`() throws {
        try GatewayStage.run(Self.streamed, Self.streaming(["{}\0\0", "body"])) { stage in
            try await stage.get("/hello/a").expectProblem(502, "bad_answer")
        }
    }

    @Test func `an event that is not batched may be as large as a payload`() throws {
        let batched = try RouteFixture.route(more: "eventShape: rest-v1")
        #expect(batched.maxEventBytes == 6_291_456 - batched.envelope.maxOverhead)
        let single = try #require(
            try RouteFixture.routes(ManifestFixture.onlyBatching("batch: off")).first)
        #expect(single.maxEventBytes == 6_291_456)
        #expect(single.policy.maxItems == 1)
        #expect(single.policy.window == .fixed(.zero))
    }
}
