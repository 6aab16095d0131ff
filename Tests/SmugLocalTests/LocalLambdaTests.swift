import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import SmugProtocol
import Testing

@testable import SmugLocal

/// The whole of it on real sockets and processes, with the test as the runtime.
@Suite struct LocalLambdaTests {
    private func puppet(
        _ name: String = "hello", timeout: Duration = .seconds(30), concurrency: Int = 1
    ) -> LocalFunction {
        LocalFunction(
            name: name, command: LocalStage.puppet, timeout: timeout, concurrency: concurrency)
    }

    @Test(arguments: [1, 2])
    func `an invocation reaches the runtime and its answer the caller`(loops: Int) throws {
        // The second function is on another loop where there are two.
        try LocalStage.run([puppet("other"), puppet()], loops: loops) { stage in
            async let answer = stage.invoke(
                "hello", [("X-Amz-Client-Context", "eyJhIjoxfQ=="), ("X-Amz-Tenant-Id", "blue")],
                body: Array("{ \"a\" : 1 }".utf8))
            let runtime = try await stage.runtime()
            defer { runtime.close() }
            let work = try await runtime.next()
            #expect(work.status == .ok)
            #expect(work.text == "{ \"a\" : 1 }")
            #expect(work.fields["content-type"] == "application/json")
            #expect(
                work.fields["lambda-runtime-invoked-function-arn"]
                    == "arn:aws:lambda:eu-west-1:123456789012:function:hello")
            #expect(work.fields["lambda-runtime-client-context"] == "{\"a\":1}")
            #expect(work.fields["lambda-runtime-aws-tenant-id"] == "blue")
            #expect(work.fields["lambda-runtime-trace-id"]?.hasPrefix("Root=1-") == true)
            let deadline = Int64(work.fields["lambda-runtime-deadline-ms"] ?? "") ?? 0
            let left = deadline - EventLoop.wallClockMilliseconds
            #expect((1...30_000).contains(left))
            let taken = try await runtime.answer(work, "[true]")
            #expect(taken.status == .accepted)
            #expect(taken.json == ["status": "OK"])
            #expect(taken.fields["content-type"] == "application/json")
            let response = try await answer
            #expect(response.status == .ok)
            #expect(response.text == "[true]")
            #expect(response.fields["x-amz-executed-version"] == "$LATEST")
            #expect(response.fields["x-amz-function-error"] == nil)
            #expect(
                response.fields["x-amzn-requestid"]
                    == work.fields["lambda-runtime-aws-request-id"])
        }
    }

    @Test func `a process serves one invocation after the other`() throws {
        try LocalStage.run([puppet()]) { stage in
            async let first = stage.invoke()
            let runtime = try await stage.runtime()
            defer { runtime.close() }
            _ = try await runtime.answer(try await runtime.next(), "1")
            #expect(try await first.text == "1")
            async let second = stage.invoke("hello:$LATEST")
            let work = try await runtime.next()
            #expect(
                work.fields["lambda-runtime-invoked-function-arn"]?.hasSuffix("hello:$LATEST")
                    == true)
            _ = try await runtime.answer(work, "2")
            #expect(try await second.text == "2")
        }
    }

    @Test func `an error of the function is its document`() throws {
        try LocalStage.run([puppet()]) { stage in
            async let answer = stage.invoke()
            let runtime = try await stage.runtime()
            defer { runtime.close() }
            let document = "{\"errorType\":\"Oops\",\"errorMessage\":\"no\"}"
            _ = try await runtime.answer(try await runtime.next(), document, verb: "error")
            let response = try await answer
            #expect(response.status == .ok)
            #expect(response.fields["x-amz-function-error"] == "Unhandled")
            #expect(response.text == document)
        }
    }

    @Test func `a runtime that breaks the order is told so and harms nobody`() throws {
        try LocalStage.run([puppet()]) { stage in
            async let answer = stage.invoke()
            let runtime = try await stage.runtime()
            defer { runtime.close() }
            let work = try await runtime.next()
            let other = try await runtime.send(
                .post, "/2018-06-01/runtime/invocation/nobody/response", [], Array("1".utf8))
            #expect(other.status == .badRequest)
            #expect(other.json?["errorType"] == "InvalidRequestID")
            _ = try await runtime.answer(work, "2")
            let again = try await runtime.answer(work, "3")
            #expect(again.status == .forbidden)
            #expect(again.json?["errorType"] == "InvalidStateTransition")
            #expect(again.fields["content-type"] == "application/json")
            let unknown = try await runtime.send(.get, "/2018-06-01/runtime/restore/next")
            #expect(unknown.status == .notFound)
            #expect(unknown.fields["content-type"] == "application/json")
            let wrong = try await runtime.send(.get, "/2018-06-01/runtime/init/error")
            #expect(wrong.status == .methodNotAllowed)
            #expect(try await answer.text == "2")
        }
    }

    @Test func `an answer that is too large is refused and told`() throws {
        try LocalStage.run([puppet()]) { stage in
            async let answer = stage.invoke()
            let runtime = try await stage.runtime()
            defer { runtime.close() }
            let large = String(repeating: "a", count: 6_291_557)
            let taken = try await runtime.answer(try await runtime.next(), large)
            #expect(taken.status == .contentTooLarge)
            #expect(try await answer.json?["errorType"] == "Function.ResponseSizeTooLarge")
            async let second = stage.invoke()
            let most = String(repeating: "a", count: 6_291_556)
            _ = try await runtime.answer(try await runtime.next(), most)
            #expect(try await second.body.count == 6_291_556)
        }
    }

    @Test func `beyond its limit a function is throttled`() throws {
        try LocalStage.run([puppet()]) { stage in
            async let answer = stage.invoke()
            let runtime = try await stage.runtime()
            defer { runtime.close() }
            let work = try await runtime.next()
            let refused = try await stage.invoke()
            #expect(refused.status == .tooManyRequests)
            #expect(refused.fields["x-amzn-errortype"] == "TooManyRequestsException")
            #expect(refused.fields["retry-after"] == "1")
            #expect(
                refused.json?["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded")
            _ = try await runtime.answer(work, "1")
            #expect(try await answer.status == .ok)
        }
    }

    @Test func `under load another process is started`() throws {
        try LocalStage.run([puppet(concurrency: 2)]) { stage in
            async let first = stage.invoke()
            let one = try await stage.runtime()
            defer { one.close() }
            let work = try await one.next()
            async let second = stage.invoke()
            let other = try await stage.runtime()
            defer { other.close() }
            _ = try await other.answer(try await other.next(), "2")
            #expect(try await second.text == "2")
            _ = try await one.answer(work, "1")
            #expect(try await first.text == "1")
        }
    }

    @Test func `an event is answered at once and runs when it can`() throws {
        try LocalStage.run([puppet()]) { stage in
            for _ in 0..<2 {
                let answer = try await stage.invoke("hello", [("X-Amz-Invocation-Type", "Event")])
                #expect(answer.status == .accepted)
                #expect(answer.body == [])
            }
            let runtime = try await stage.runtime()
            defer { runtime.close() }
            let first = try await runtime.next()
            _ = try await runtime.answer(first, "1")
            let second = try await runtime.next()
            #expect(
                first.fields["lambda-runtime-aws-request-id"]
                    != second.fields["lambda-runtime-aws-request-id"])
        }
    }

    @Test func `a function that takes too long is ended and started anew`() throws {
        try LocalStage.run([puppet(timeout: .milliseconds(200))]) { stage in
            for _ in 0..<2 {
                async let answer = stage.invoke()
                let runtime = try await stage.runtime()
                defer { runtime.close() }
                _ = try await runtime.next()
                let response = try await answer
                #expect(response.fields["x-amz-function-error"] == "Unhandled")
                #expect(response.json?["errorType"] == "Sandbox.Timedout")
                #expect(
                    response.json?["errorMessage"]?.string?.hasSuffix(
                        "Task timed out after 0.20 seconds") == true)
            }
        }
    }

    @Test(arguments: [
        (["/bin/sh", "-c", "exit 3"], "Runtime exited with error: exit status 3"),
        (["/bin/sh", "-c", "exit 0"], "Runtime exited without providing a reason"),
        (["/bin/sh", "-c", "kill -9 $$"], "Runtime exited with error: signal: killed"),
    ])
    func `a process that ends before it asks for work is told`(command: [String], reason: String)
        throws
    {
        try LocalStage.run([LocalFunction(name: "hello", command: command)]) { stage in
            let response = try await stage.invoke()
            #expect(response.status == .ok)
            #expect(response.json?["errorType"] == "Runtime.ExitError")
            #expect(response.json?["errorMessage"]?.string?.hasSuffix(reason) == true)
        }
    }

    @Test func `a program that is not there is told`() throws {
        try LocalStage.run([LocalFunction(name: "hello", command: ["/nowhere/program"])]) { stage in
            let response = try await stage.invoke()
            #expect(response.json?["errorType"] == "Runtime.InvalidEntrypoint")
        }
    }

    @Test func `what a runtime says of its failed start is told`() throws {
        try LocalStage.run([puppet()]) { stage in
            async let answer = stage.invoke()
            let runtime = try await stage.runtime()
            defer { runtime.close() }
            let document = "{\"errorType\":\"Runtime.ImportModuleError\"}"
            let taken = try await runtime.send(
                .post, "/2018-06-01/runtime/init/error", [], Array(document.utf8))
            #expect(taken.status == .accepted)
            #expect(try await answer.text == document)
        }
    }

    @Test func `the log's tail is told where it is asked for`() throws {
        let script = "echo $AWS_LAMBDA_RUNTIME_API; while sleep 0.01; do echo working; done"
        let function = LocalFunction(name: "hello", command: ["/bin/sh", "-c", script])
        try LocalStage.run([function]) { stage in
            async let answer = stage.invoke("hello", [("X-Amz-Log-Type", "Tail")])
            let runtime = try await stage.runtime()
            defer { runtime.close() }
            let work = try await runtime.next()
            for _ in 0..<3 { #expect(await stage.line() == "working") }
            _ = try await runtime.answer(work, "1")
            let encoded = try await answer.fields["x-amz-log-result"] ?? ""
            let log = String(
                decoding: Base64.decode(Array(encoded.utf8).span) ?? [], as: UTF8.self)
            #expect(log.hasPrefix("START RequestId: "))
            #expect(log.contains("\nworking\n"))
            #expect(log.contains("\nEND RequestId: "))
            #expect(log.contains("\tInit Duration: "))
        }
    }

    @Test func `whoever waits at the end is told so`() throws {
        try LocalStage.run([puppet()]) { stage in
            let caller = try await stage.caller()
            let waiting = Task<HTTPResponse, any Error>(executorPreference: stage.loop) {
                defer { caller.close() }
                return try await caller.send(
                    .post, "/2015-03-31/functions/hello/invocations", [], Array("{}".utf8))
            }
            let runtime = try await stage.runtime()
            _ = try await runtime.next()
            runtime.close()
            return waiting
        } after: { (waiting: Task<HTTPResponse, any Error>) in
            let answer = try await waiting.value
            #expect(answer.status == .internalServerError)
        }
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var function = "hello"
        var fields: [(String, String)] = []
        var body = "{}"
        let status: HTTPStatus
        let type: String
    }

    @Test(arguments: [
        Refusal(
            testDescription: "an unknown function", function: "nobody", status: .notFound,
            type: "ResourceNotFoundException"),
        Refusal(
            testDescription: "an unknown qualifier", function: "hello:live", status: .notFound,
            type: "ResourceNotFoundException"),
        Refusal(
            testDescription: "no name", function: "a%20b", status: .badRequest,
            type: "ValidationException"),
        Refusal(
            testDescription: "no JSON", body: "hello", status: .badRequest,
            type: "InvalidRequestContentException"),
        Refusal(
            testDescription: "a value after the value", body: "{}{}", status: .badRequest,
            type: "InvalidRequestContentException"),
        Refusal(
            testDescription: "an unknown invocation type",
            fields: [("X-Amz-Invocation-Type", "Sync")], status: .badRequest,
            type: "InvalidParameterValueException"),
        Refusal(
            testDescription: "too large a payload",
            body: "\"" + String(repeating: "a", count: 6_291_455) + "\"",
            status: .contentTooLarge, type: "RequestTooLargeException"),
        Refusal(
            testDescription: "too large an event", fields: [("X-Amz-Invocation-Type", "Event")],
            body: "\"" + String(repeating: "a", count: 1_048_575) + "\"",
            status: .contentTooLarge, type: "RequestTooLargeException"),
    ])
    func `what cannot run is refused`(case: Refusal) throws {
        try LocalStage.run([puppet()]) { stage in
            let response = try await stage.invoke(
                `case`.function, `case`.fields, body: Array(`case`.body.utf8))
            #expect(response.status == `case`.status)
            #expect(response.fields["x-amzn-errortype"] == `case`.type)
            #expect(response.fields["x-amzn-requestid"]?.utf8.count == 36)
            #expect(response.json?.object != nil)
        }
    }

    @Test func `a dry run runs nothing`() throws {
        try LocalStage.run([puppet()]) { stage in
            let answer = try await stage.invoke("hello", [("X-Amz-Invocation-Type", "DryRun")])
            #expect(answer.status == .noContent)
            #expect(answer.fields["x-amzn-requestid"] != nil)
        }
    }

    @Test func `the largest payload arrives whole`() throws {
        try LocalStage.run([puppet()]) { stage in
            let payload = Array(("\"" + String(repeating: "a", count: 6_291_454) + "\"").utf8)
            async let answer = stage.invoke("hello", [], body: payload)
            let runtime = try await stage.runtime()
            defer { runtime.close() }
            let work = try await runtime.next()
            #expect(work.body == payload)
            _ = try await runtime.answer(work, "1")
            #expect(try await answer.status == .ok)
        }
    }
}
