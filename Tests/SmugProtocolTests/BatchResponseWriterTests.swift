import SmugHTTP
import SmugJSON
import SmugProtocol
import TestSupport
import Testing

@Suite struct BatchResponseWriterTests {
    private let id = Array("r-1".utf8)[...]

    @Test func `answers stand in the envelope`() {
        var writer = BatchResponseWriter()
        writer.append(
            id: id, status: .created,
            fields: HTTPFields([
                ("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("X-A", "1"), ("x-a", "2"),
                ("set-cookie", "b=2"),
            ]), body: Array("say \"hi\"".utf8)[...])
        writer.append(
            id: Array("\"".utf8)[...], status: .noContent, fields: HTTPFields(), body: [])
        let expected =
            #"{"v":1,"responses":[{"id":"r-1","statusCode":201,"#
            + #""headers":{"content-type":"text/plain","x-a":"1,2"},"cookies":["a=1","b=2"],"#
            + #""body":"say \"hi\"","isBase64Encoded":false},"#
            + #"{"id":"\"","statusCode":204,"headers":{},"body":"","isBase64Encoded":false}]}"#
        #expect(String(decoding: writer.finish(), as: UTF8.self) == expected)
    }

    @Test func `no answers are an empty list`() {
        #expect(BatchResponseWriter().finish() == Array(#"{"v":1,"responses":[]}"#.utf8))
    }

    @Test(arguments: 0..<UInt64(20))
    func `the gateway reads any body back as it was`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let isText = Bool.random(using: &random)
        let body = (0..<Int.random(in: 0..<100, using: &random)).map { _ in
            isText
                ? UInt8.random(in: 1..<128, using: &random)
                : UInt8.random(in: 0...255, using: &random)
        }
        var writer = BatchResponseWriter()
        writer.append(id: id, status: .ok, fields: HTTPFields([("a", "b")]), body: body[...])
        let batch = DecodedBatch(writer.finish())
        #expect(batch.error == nil)
        #expect(
            batch.records == [
                DecodedBatch.Record(id: "r-1", status: 200, fields: ["a: b"], body: body)
            ])
    }

    @Test(arguments: [
        (#"{"statusCode":200,"body":"x"}"#, #"{"statusCode":200,"body":"x","id":"r-1"}"#),
        (" { } ", #" { "id":"r-1"}"#), (#"{"a":[]} "#, #"{"a":[],"id":"r-1"}"#),
    ])
    func `a response in JSON gets the id`(response: String, record: String) {
        var writer = BatchResponseWriter()
        let isAdded = writer.append(id: id, response: Array("..\(response)".utf8)[2...])
        #expect(isAdded)
        let expected = "{\"v\":1,\"responses\":[\(record)]}"
        #expect(String(decoding: writer.finish(), as: UTF8.self) == expected)
    }

    @Test func `an id within the response does not count`() {
        var writer = BatchResponseWriter()
        let response = Array(#"{"id":"z","statusCode":200}"#.utf8)[...]
        let isAdded = writer.append(id: id, response: response)
        #expect(isAdded)
        #expect(DecodedBatch(writer.finish()).records.map(\.id) == ["r-1"])
    }

    @Test(arguments: ["", "null", "[]", "{", "{}{}", "{\"a\":}", "{\"a\":1", "\"x\""])
    func `what is no object is not added`(response: String) {
        var writer = BatchResponseWriter()
        let isAdded = writer.append(id: id, response: Array(response.utf8)[...])
        #expect(!isAdded)
        #expect(writer.finish() == Array(#"{"v":1,"responses":[]}"#.utf8))
    }
}
