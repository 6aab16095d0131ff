import SmugLoop
import TestSupport
import Testing

@testable import SmugLambda

@Suite struct StreamedAnswerTests {
    private struct Broken: Error, CustomStringConvertible {
        let description = "half way"
    }

    private static func fields(_ contentType: String) -> String {
        "content-type: \(contentType)\r\nlambda-runtime-function-response-mode: streaming\r\n"
            + "trailer: lambda-runtime-function-error-type, lambda-runtime-function-error-body\r\n"
            + "transfer-encoding: chunked\r\n"
    }

    private static let binary = fields("application/octet-stream")

    private func expectAnswer(
        _ wire: String, _ fields: String = binary, of function: LambdaFunction
    ) throws -> [String] {
        try expectAnswer(wire, fields, loops: 1) { _ in function }
    }

    private func expectAnswer(
        _ wire: String, _ fields: String = binary, loops: Int,
        of function: @escaping @Sendable (EventLoopGroup) -> LambdaFunction
    ) throws -> [String] {
        try RawRuntimeAPI.run(loops: loops, function) { api in
            try await api.deliver("1")
            let expected = try api.head(fields) + wire
            #expect(try await api.connection.read(text: expected) == expected)
            api.accept()
            try await api.connection.waitForBytes(api.poll.utf8.count)
        }
    }

    @Test func `each part goes out as it is written`() throws {
        let gate = Gate()
        let function = LambdaFunction { _, _ in
            .stream(contentType: "text/plain") { stream in
                try await stream.write("one")
                await gate.wait()
                try await stream.write([])
                try await stream.write("and two")
            }
        }
        let log = try RawRuntimeAPI.run(function) { api in
            try await api.deliver("1")
            let first = try api.head(Self.fields("text/plain")) + "3\r\none\r\n"
            #expect(try await api.connection.read(text: first) == first)
            gate.open()
            let rest = "7\r\nand two\r\n0\r\n\r\n"
            #expect(try await api.connection.read(text: rest) == rest)
            api.accept()
            try await api.connection.waitForBytes(api.poll.utf8.count)
        }
        #expect(log == [])
    }

    @Test func `a stream without a part is an empty answer`() throws {
        let log = try expectAnswer("0\r\n\r\n", of: LambdaFunction { _, _ in .stream { _ in } })
        #expect(log == [])
    }

    @Test func `an HTTP response has its head in front, also without a body`() throws {
        let prelude = #"{"statusCode":302,"headers":{"location":"/"},"cookies":["a=1","b=2"]}"#
        let opening = prelude + String(repeating: "\0", count: 8) + "x"
        let log = try expectAnswer(
            "\(String(opening.utf8.count, radix: 16))\r\n\(opening)\r\n0\r\n\r\n",
            Self.fields("application/vnd.awslambda.http-integration-response"),
            of: LambdaFunction { _, _ in
                try .stream(
                    HTTPAnswer(
                        status: 302, headers: ["Location": "/"], cookies: ["a=1", "b=2"],
                        body: Array("x".utf8))
                ) { _ in }
            })
        #expect(log == [])
    }

    @Test func `an error after the beginning is told in trailers`() throws {
        let document = #"{"errorType":"Broken","errorMessage":"half way","stackTrace":[]}"#
        let encoded =
            "eyJlcnJvclR5cGUiOiJCcm9rZW4iLCJlcnJvck1lc3NhZ2UiOiJoYWxmIHdheSIsInN0YWNrVHJhY2UiOltdfQ=="
        #expect(document.utf8.count == 64)
        let log = try expectAnswer(
            "4\r\npart\r\n0\r\nlambda-runtime-function-error-type: Broken\r\n"
                + "lambda-runtime-function-error-body: \(encoded)\r\n\r\n",
            of: LambdaFunction { _, _ in
                .stream { stream in
                    try await stream.write("part")
                    throw Broken()
                }
            })
        #expect(
            log == [
                "a ERROR the handler failed in its answer errorType=Broken errorMessage=half way"
            ])
    }

    @Test func `an error before the first part is the invocation's`() throws {
        let function = LambdaFunction { _, _ in .stream { _ in throw Broken() } }
        try RawRuntimeAPI.run(function) { api in
            try await api.deliver("1")
            let body = #"{"errorType":"Broken","errorMessage":"half way","stackTrace":[]}"#
            let fields =
                "content-type: application/vnd.aws.lambda.error+json\r\n"
                + "lambda-runtime-function-error-type: Broken\r\n"
                + "content-length: \(body.utf8.count)\r\n"
            let expected = try api.head(fields, of: "error") + body
            #expect(try await api.connection.read(text: expected) == expected)
            api.accept()
            try await api.connection.waitForBytes(api.poll.utf8.count)
        }
    }

    @Test func `who writes faster than Lambda reads has to wait`() throws {
        let written = Shared(0)
        let part = [UInt8](repeating: 0x61, count: 256 * 1024)
        let function = LambdaFunction { _, _ in
            .stream { stream in
                for _ in 0..<100 {
                    try await stream.write(part)
                    written.change { $0 += 1 }
                }
            }
        }
        try RawRuntimeAPI.run(function) { api in
            try await api.deliver("1")
            api.connection.stream.stopReading()
            // Until nothing moves any more.
            var before = -1
            while written.value != before {
                before = written.value
                for _ in 0..<50 { await api.connection.stream.loop.nextTurn() }
            }
            #expect(written.value < 80)
            api.connection.stream.startReading()
            let chunk = 7 + part.count + 2
            let whole = try api.head(Self.binary).utf8.count + 100 * chunk + 5
            _ = try await api.connection.read(whole)
            #expect(written.value == 100)
            api.accept()
            try await api.connection.waitForBytes(api.poll.utf8.count)
        }
    }

    @Test func `an answer that is refused half way is over, and the next event is served`() throws {
        let failure = Shared("")
        let gate = Gate()
        let function = LambdaFunction { event, _ in
            guard event == Array("1".utf8) else { return .bytes(event) }
            return .stream { stream in
                try await stream.write("part")
                await gate.wait()
                do {
                    while true { try await stream.write("more") }
                } catch {
                    failure.change { $0 = "\(error)" }
                    throw error
                }
            }
        }
        let log = try RawRuntimeAPI.run(function) { api in
            try await api.deliver("1")
            try await api.connection.waitForBytes(try api.head(Self.binary).utf8.count + 9)
            api.connection.send("HTTP/1.1 413 Too Large\r\ncontent-length: 4\r\n\r\nmuch")
            gate.open()
            try await api.connection.waitForEnd()
            let second = try await api.server.next()
            defer { second.close() }
            try await api.deliver("2", on: second)
            try await second.waitForBytes(1)
        }
        #expect(failure.value.hasPrefix("the answer is over"))
        #expect(
            log.contains {
                $0.contains("/a/response: the Runtime API answered 413 Content Too Large: much")
            })
    }

    @Test func `parts may come from other threads and from several tasks`() throws {
        let parts = String(repeating: "1\r\nx\r\n", count: 200)
        let log = try expectAnswer(parts + "0\r\n\r\n", loops: 3) { group in
            LambdaFunction { _, _ in
                .stream { stream in
                    await withTaskGroup { tasks in
                        for number in 0..<4 {
                            tasks.addTask(executorPreference: group.loops[1 + number % 2]) {
                                for _ in 0..<50 { try? await stream.write("x") }
                            }
                        }
                    }
                }
            }
        }
        #expect(log == [])
    }
}
