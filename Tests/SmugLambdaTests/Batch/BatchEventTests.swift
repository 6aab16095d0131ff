import SmugJSON
import Testing

@testable import SmugLambda

@Suite struct BatchEventTests {
    private struct Lost: Error {}

    private static let event = Array(
        #"""
        {"v":1,"meta":{"gateway":"smug","route":"/a","receivedAtMs":1700000000000},"batch":[
        {"rawPath":"/1","requestContext":{"requestId":"a"}},{"rawPath":"/2"},
        {"rawPath":"/3","requestContext":{"requestId":"a"}},
        {"rawPath":"/4","requestContext":{"requestId":"b"}}]}
        """#.utf8)

    @Test func `a batch is read with its requests and what the gateway says of it`() throws {
        let batch = try #require(try BatchEvent(Self.event))
        #expect(batch.items.map(\.id) == ["a", "b"])
        #expect(try batch.items.map { try $0.request().path } == ["/1", "/4"])
        #expect(batch.route == "/a")
        #expect(batch.receivedAtMilliseconds == 1_700_000_000_000)
        #expect(batch.refusals.count == 2)
        #expect(
            String(decoding: batch.items[1].rawEvent, as: UTF8.self)
                == #"{"rawPath":"/4","requestContext":{"requestId":"b"}}"#)
    }

    @Test func `an event that is no batch is none, and meta may be missing`() throws {
        #expect(try BatchEvent(Array(SampleEvent.full.utf8)) == nil)
        let batch = try #require(try BatchEvent(Array(#"{"v":1,"batch":[]}"#.utf8)))
        #expect(batch.items.isEmpty && batch.route.isEmpty && batch.receivedAtMilliseconds == nil)
        #expect(throws: LambdaError.self) { try BatchEvent(Array(#"{"v":2,"batch":[]}"#.utf8)) }
    }

    @Test func `answers by hand are one document`() throws {
        let batch = try #require(try BatchEvent(Self.event))
        var answers = BatchAnswers(to: batch)
        for item in batch.items.reversed() { try answers.append(.text(item.id), to: item) }
        let document = try JSONValue(parsing: answers.bytes)
        #expect(document["responses"]?.array?.map { $0["id"]?.string } == ["b", "a"])
        #expect(throws: LambdaError.self) {
            try answers.append(.stream { _ in }, to: batch.items[0])
        }
    }

    @Test func `answers by hand are lines, in parts where they come so`() async throws {
        let batch = try #require(try BatchEvent(Self.event))
        let parts = CollectedParts()
        let answers = BatchAnswerStream(LambdaStream { parts.append($0) })
        try await answers.answer(batch.items[1], .stream { try await $0.write("x") })
        await #expect(throws: Lost.self) {
            try await answers.answer(batch.items[0], .stream { _ in throw Lost() })
        }
        try await answers.fail(batch.items[0], message: "dropped: it has its end")
        await #expect(throws: LambdaError.self) {
            try await answers.fail(batch.items[0], status: 200, message: "")
        }
        #expect(
            String(decoding: parts.bytes, as: UTF8.self) == #"""
                {"v":1,"id":"b","type":"head","statusCode":200,"headers":{}}
                {"v":1,"id":"b","type":"chunk","body":"x","isBase64Encoded":false}
                {"v":1,"id":"b","type":"end"}
                {"v":1,"id":"a","type":"head","statusCode":200,"headers":{}}
                {"v":1,"id":"a","type":"error","statusCode":500,"message":"internal error"}

                """#)
    }

    @Test func `where nobody takes the answers no further request is begun`() async throws {
        let items = (0..<50).map { SampleEvent.minimal("r-\($0)") }
        let begun = Lines()
        let adapter = BatchAdapter(concurrency: 1) { request, _ in
            begun.add(request.requestID)
            return .status(200)
        }
        let answer = try await adapter.stream(SampleEvent.batch(items), .told(to: Lines()))
        guard case .stream(let body) = answer.content else {
            Issue.record("no stream")
            return
        }
        await #expect(throws: LambdaError.self) {
            try await body(LambdaStream { _ in throw Lost() })
        }
        #expect(begun.all.count < 3)
    }
}
