import SmugHTTP
import SmugProtocol
import Testing

/// Streamed answers to events that were no batch.
@Suite struct PlainStreamTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let stream: String
        var shape = EventShape.httpAPI
        var maxPreludeBytes = 100
        /// What ``DecodedStream`` says, without the bars between parts.
        let wanted: String
        var testDescription: String { name }
    }

    private static let nulls = String(repeating: "\0", count: 8)

    static let cases: [Case] = [
        Case(
            name: "prelude and body",
            stream: #"{"statusCode":201,"headers":{"a":"b"},"cookies":["c=1"]}"# + nulls + "hello",
            wanted: "201 a=b set-cookie=c=1hello."),
        Case(name: "prelude without a status", stream: "{}" + nulls + "x", wanted: "200x."),
        Case(
            name: "prelude without a body", stream: #"{"statusCode":204}"# + nulls, wanted: "204."),
        Case(
            name: "NULs of the body's own", stream: "{}" + nulls + "\0\0{}" + nulls,
            wanted: "200\0\0{}" + nulls + "."),
        Case(
            name: "lists of values in a prelude",
            stream: #"{"headers":{"a":"1"},"multiValueHeaders":{"a":["1","2"]}}"# + nulls,
            shape: .restAPI, wanted: "200 a=1 a=2."),
        Case(
            name: "cookies whatever the shape", stream: #"{"cookies":["c=1"]}"# + nulls,
            shape: .restAPI, wanted: "200 set-cookie=c=1."),
        Case(
            name: "a body alone", stream: "hello {}" + nulls,
            wanted: "200 content-type=application/octet-streamhello {}" + nulls + "."),
        Case(name: "nothing", stream: "", wanted: "200."),
        Case(
            name: "a plain answer", stream: #"{"statusCode":404,"body":"no"}"#, wanted: "404no."),
        Case(
            name: "an inferred answer", stream: #"{"a":1}"#,
            wanted: #"200 content-type=application/json{"a":1}."#),
        Case(
            name: "no answer for a REST API", stream: #"{"a":1}"#, shape: .restAPI,
            wanted: "!\(StreamFault.record(.missingStatus))"),
        Case(
            name: "too few NULs", stream: "{}\0\0body", wanted: "!\(StreamFault.invalidPrelude)"),
        Case(
            name: "an end within the NULs", stream: "{}\0\0",
            wanted: "!\(StreamFault.invalidPrelude)"),
        Case(
            name: "a status that is none", stream: #"{"statusCode":99}"# + nulls,
            wanted: "!\(StreamFault.record(.invalidStatus))"),
        Case(
            name: "a prelude at the limit", stream: "{\"a\":1}" + nulls + "x", maxPreludeBytes: 7,
            wanted: "200x."),
        Case(
            name: "a prelude over the limit", stream: "{\"a\":12}" + nulls + "x",
            maxPreludeBytes: 7, wanted: "!\(StreamFault.preludeTooLong(maxBytes: 7))"),
        Case(
            name: "a plain answer over the limit", stream: "{\"a\":12}", maxPreludeBytes: 7,
            wanted: "!\(StreamFault.preludeTooLong(maxBytes: 7))"),
    ]

    private func decode(_ row: Case, _ pieces: [[UInt8]]) -> DecodedStream {
        DecodedStream(
            pieces, PlainStream(maxPreludeBytes: row.maxPreludeBytes, shape: row.shape))
    }

    private func text(_ stream: DecodedStream) -> String {
        stream.answers[0].replacing("|", with: "")
    }

    @Test(arguments: cases)
    func `a stream becomes one answer, wherever it is cut`(_ row: Case) {
        let bytes = Array(row.stream.utf8)
        let whole = decode(row, [bytes])
        #expect(text(whole) == row.wanted)
        #expect(whole.wrong.isEmpty)
        for cut in 0...bytes.count {
            let halves = decode(row, [Array(bytes[..<cut]), Array(bytes[cut...])])
            #expect(text(halves) == row.wanted, "cut at \(cut)")
            #expect(halves.wrong.isEmpty, "cut at \(cut)")
        }
        let single = decode(row, bytes.map { [$0] })
        #expect(text(single) == row.wanted)
    }

    @Test func `a prelude that is no JSON is a fault`() {
        for text in ["{", "{\"a\"", "{}x", "{\"statusCode\":200,}"] {
            let stream = DecodedStream(
                [Array((text + Self.nulls + "x").utf8)], PlainStream(maxPreludeBytes: 100))
            #expect(stream.answers[0].hasPrefix("!the answer is not JSON"), "\(text)")
        }
    }

    @Test func `what comes after a request was given up is dropped`() {
        var stream = PlainStream(maxPreludeBytes: 100)
        stream.append(Array("hello".utf8)[...])
        while stream.next() != nil {}
        #expect(stream.unfinished == [0])
        stream.abandon(0)
        stream.append(Array("more".utf8)[...])
        stream.finish()
        #expect(stream.next() == nil)
        #expect(stream.unfinished.isEmpty)
    }
}
