import SmugJSON
import SmugProtocol
import Testing

/// The rows of the buffered response, by their numbers.
@Suite struct BatchResponseTests {
    private func responses(_ records: String...) -> String {
        #"{"v":1,"responses":[\#(records.joined(separator: ","))]}"#
    }

    /// The indices of the requests that were answered, in the order of the records.
    private func matches(_ text: String, _ matcher: inout BatchMatcher) -> [BatchMatcher.Match] {
        DecodedBatch(text).records.map { matcher.match($0.id.map { Array($0.utf8)[...] }) }
    }

    private func matcher(_ ids: String...) -> BatchMatcher {
        BatchMatcher(ids: ids.map { Array($0.utf8) })
    }

    @Test func `a record becomes an answer`() {
        let record = DecodedBatch.record(
            #""statusCode":201,"headers":{"Content-Type":"text/plain","x-a":"é"},"#
                + #""cookies":["a=1; Path=/"," b=2 "],"body":"line\n\u00e9\ud83d\ude39","#
                + #""isBase64Encoded":false"#)
        #expect(record?.id == "r-1")
        #expect(record?.status == 201)
        #expect(
            record?.fields == [
                "content-type: text/plain", "x-a: é", "set-cookie: a=1; Path=/", "set-cookie: b=2",
            ])
        #expect(record?.text == "line\né😹")
    }

    @Test func `only an id and a status are needed`() {
        let record = DecodedBatch.record(#""statusCode":200"#)
        #expect(record == DecodedBatch.Record(id: "r-1", status: 200))
    }

    @Test func `W-1 records come in any order`() {
        var matcher = matcher("a", "b", "c")
        let text = responses(
            #"{"id":"c","statusCode":200}"#, #"{"id":"a","statusCode":200}"#,
            #"{"statusCode":200,"id":"b"}"#)
        #expect(matches(text, &matcher) == [.request(2), .request(0), .request(1)])
        #expect(matcher.unanswered.isEmpty)
    }

    @Test func `W-2 an unknown id is ignored and counted`() {
        var matcher = matcher("a", "b")
        let text = responses(#"{"id":"z","statusCode":200}"#, #"{"id":"b","statusCode":200}"#)
        #expect(matches(text, &matcher) == [.unknown, .request(1)])
        #expect(matcher.unknown == 1)
    }

    @Test func `W-3 of records with the same id the first stands and the rest are counted`() {
        var matcher = matcher("a", "b")
        let text = responses(
            #"{"id":"a","statusCode":200}"#, #"{"id":"a","statusCode":500}"#,
            #"{"id":"\u0061","statusCode":500}"#)
        #expect(matches(text, &matcher) == [.request(0), .duplicate, .duplicate])
        #expect(matcher.duplicates == 2)
    }

    @Test(arguments: [
        #"{"statusCode":200}"#, #"{"id":null,"statusCode":200}"#, #"{"id":7,"statusCode":200}"#,
        #"{"id":{},"statusCode":200}"#, "null", "[{}]", "7",
    ])
    func `W-4 a record without an id matches nothing and costs no other`(record: String) {
        var matcher = matcher("a")
        let text = responses(record, #"{"id":"a","statusCode":200}"#)
        #expect(matches(text, &matcher) == [.unknown, .request(0)])
        #expect(DecodedBatch(text).error == nil)
    }

    @Test func `W-5 a request without a record is told`() {
        var matcher = matcher("a", "b", "c")
        #expect(matches(responses(#"{"id":"b","statusCode":200}"#), &matcher) == [.request(1)])
        #expect(matcher.unanswered == [0, 2])
    }

    @Test func `W-6 a missing version is tolerated when there are responses`() {
        let batch = DecodedBatch(#"{"responses":[{"id":"a","statusCode":200}]}"#)
        #expect(batch.error == nil)
        #expect(batch.records.map(\.status) == [200])
    }

    @Test(arguments: ["2", "0", "256", "257", "\"1\"", "1.0", "null", "true", "[1]", "-1"])
    func `W-7 another version is refused as a whole, wherever it stands`(version: String) {
        let records = #""responses":[{"id":"a","statusCode":200}]"#
        for text in [
            "{\"v\":\(version),\(records)}", "{\(records),\"v\":\(version)}",
            "{\(records),\"x\":[1],\"v\":\(version)}",
        ] {
            let batch = DecodedBatch(text)
            #expect(batch.error == .unsupportedVersion, "\(text)")
            #expect(batch.records.isEmpty)
        }
    }

    struct StatusCase: CustomTestStringConvertible, Sendable {
        let status: String
        let expected: Int?
        var testDescription: String { status }
    }

    @Test(arguments: [
        StatusCase(status: "200", expected: 200), StatusCase(status: "999", expected: 999),
        StatusCase(status: "\"404\"", expected: 404),
        StatusCase(status: "\"\\u0034 4\"", expected: nil),
        StatusCase(status: "\"20\"", expected: nil), StatusCase(status: "\"abc\"", expected: nil),
        StatusCase(status: "\" 200\"", expected: nil), StatusCase(status: "200.5", expected: nil),
        StatusCase(status: "2e2", expected: nil), StatusCase(status: "true", expected: nil),
        StatusCase(status: "{}", expected: nil), StatusCase(status: "[200]", expected: nil),
    ])
    func `W-8 a status is an integer or three digits, else that record is a fault`(
        example: StatusCase
    ) {
        let record = DecodedBatch.record("\"statusCode\":\(example.status)")
        #expect(record?.status == example.expected)
        #expect(record?.fault == (example.expected == nil ? .invalidStatus : nil))
    }

    @Test(arguments: [#""body":"x""#, #""statusCode":null"#])
    func `W-8 a missing status costs that record`(members: String) {
        #expect(DecodedBatch.record(members)?.fault == .missingStatus)
    }

    @Test func `W-9 numbers and booleans are text, null is nothing, an array several fields`() {
        let record = DecodedBatch.record(
            #""statusCode":200,"headers":{"n":1.50,"t":true,"f":false,"z":null,"#
                + #""a":["1",2,null,false],"e":[]}"#)
        #expect(record?.fields == ["n: 1.50", "t: true", "f: false", "a: 1", "a: 2", "a: false"])
    }

    @Test(arguments: [#"{"x":{}}"#, #"{"x":[["1"]]}"#, #"{"x":[{"y":[1]}]}"#])
    func `W-9 a value that is an object or nested array costs that record`(headers: String) {
        let record = DecodedBatch.record("\"statusCode\":200,\"headers\":\(headers)")
        #expect(record?.fault == .invalidHeader("x"))
    }

    @Test func `W-10 null is as absent`() {
        let record = DecodedBatch.record(
            #""statusCode":200,"headers":null,"multiValueHeaders":null,"cookies":null,"#
                + #""body":null,"isBase64Encoded":null"#)
        #expect(record == DecodedBatch.Record(id: "r-1", status: 200))
    }

    @Test(
        arguments: [
            (#""body":{}"#, .invalidBody), (#""body":["a"]"#, .invalidBody),
            (#""body":1"#, .invalidBody),
            (#""body":false"#, .invalidBody), (#""headers":[]"#, .invalidHeaders),
            (#""headers":"a""#, .invalidHeaders), (#""multiValueHeaders":1"#, .invalidHeaders),
            (#""cookies":"a=1""#, .invalidCookies), (#""cookies":[1]"#, .invalidCookies),
            (#""cookies":{"a":[]}"#, .invalidCookies), (#""cookies":["a\nb"]"#, .invalidCookies),
            (#""isBase64Encoded":"true""#, .invalidBase64Flag),
            (#""isBase64Encoded":{"a":1}"#, .invalidBase64Flag),
        ] as [(String, RecordFault)])
    func `W-11 a member of the wrong type costs that record and no other`(
        member: String, fault: RecordFault
    ) {
        let text = responses(
            "{\"id\":\"a\",\"statusCode\":200,\(member)}", #"{"id":"b","statusCode":204}"#)
        let batch = DecodedBatch(text)
        #expect(batch.error == nil)
        #expect(batch.records.map(\.fault) == [fault, nil])
        #expect(batch.records.map(\.id) == ["a", "b"])
    }

    @Test(
        arguments: [
            ("aGk=", "hi"), ("aGk", "hi"), ("", ""), ("aGk\\u003d", "hi"),
            ("8J+\\/vw", "\u{1F7FF}"), ("a", nil),
            ("aG k", nil), ("@@@@", nil), ("aGl=", nil),
        ] as [(String, String?)])
    func `W-12 base 64 is decoded, and what is none costs that record`(
        text: String, expected: String?
    ) {
        let record = DecodedBatch.record(
            "\"isBase64Encoded\":true,\"statusCode\":200,\"body\":\"\(text)\"")
        #expect(record?.fault == (expected == nil ? .invalidBase64 : nil))
        if let expected, expected.utf8.count < 4 { #expect(record?.text == expected) }
    }

    @Test(arguments: ["0", "99", "100", "101", "199", "1000", "-200", "99999999999999999999"])
    func `W-13 a status outside 200 to 999 costs that record`(status: String) {
        #expect(DecodedBatch.record("\"statusCode\":\(status)")?.fault == .invalidStatus)
    }

    @Test(arguments: [
        (#"{"":"x"}"#, ""), (#"{"a b":"x"}"#, "a b"), (#"{"é":"x"}"#, "é"), (#"{"a:":"x"}"#, "a:"),
        (#"{"x":"a\r\nb"}"#, "x"), (#"{"x":"\u0000"}"#, "x"), (#"{"x":["ok","a\nb"]}"#, "x"),
    ])
    func `W-13 a name or value that HTTP does not allow costs that record`(
        headers: String, name: String
    ) {
        let record = DecodedBatch.record("\"statusCode\":200,\"headers\":\(headers)")
        #expect(record?.fault == .invalidHeader(name))
    }

    @Test func `W-13 the number of headers is limited`() {
        let headers = (0..<257).map { "\"x-\($0)\":1" }.joined(separator: ",")
        let record = DecodedBatch.record("\"statusCode\":200,\"headers\":{\(headers)}")
        #expect(record?.fault == .tooManyHeaders)
    }

    @Test(arguments: [(256, nil), (257, .tooManyHeaders)] as [(Int, RecordFault?)])
    func `W-13 cookies count as headers`(count: Int, fault: RecordFault?) {
        let cookies = Array(repeating: "\"a=b\"", count: count).joined(separator: ",")
        let record = DecodedBatch.record("\"statusCode\":200,\"cookies\":[\(cookies)]")
        #expect(record?.fault == fault)
    }

    @Test(arguments: ["headers", "cookies", "multiValueHeaders"])
    func `W-13 the bytes of headers are limited`(member: String) {
        func fault(_ count: Int) -> RecordFault? {
            let text = String(repeating: "v", count: count)
            let value = member == "cookies" ? "[\"\(text)\"]" : "{\"set-cookie\":\"\(text)\"}"
            let own = member == "multiValueHeaders" ? "{\"set-cookie\":[\"\(text)\"]}" : value
            return DecodedBatch.record("\"statusCode\":200,\"\(member)\":\(own)")?.fault
        }
        let name = member == "cookies" ? 0 : "set-cookie".utf8.count
        #expect(fault(65_536 - name) == nil)
        #expect(fault(65_537 - name) == .headersTooLarge)
    }

    @Test func `W-14 of names that differ in case the last wins, and cookies all stay`() {
        let record = DecodedBatch.record(
            #""statusCode":200,"headers":{"X-A":"1","y":"2","x-a":"3","#
                + #""set-cookie":"a=1","Set-Cookie":"b=2","sEt-cookie":["c=3","d=4"]}"#)
        #expect(
            record?.fields == [
                "y: 2", "x-a: 3", "set-cookie: a=1", "set-cookie: b=2", "set-cookie: c=3",
                "set-cookie: d=4",
            ])
    }

    @Test func `W-14 multi-value headers replace headers of the same name`() {
        let record = DecodedBatch.record(
            #""multiValueHeaders":{"X-A":["2","3"],"z":"4"},"statusCode":200,"#
                + #""headers":{"x-a":"1","y":"5"}"#)
        #expect(record?.fields == ["y: 5", "x-a: 2", "x-a: 3", "z: 4"])
    }

    @Test func `W-14 of members given twice the last wins`() {
        let record = DecodedBatch.record(
            #""statusCode":500,"headers":{"a":"1"},"cookies":["a"],"body":"x","#
                + #""statusCode":200,"headers":{"b":"2"},"cookies":[],"body":"y""#)
        #expect(record?.status == 200)
        #expect(record?.fields == ["b: 2"])
        #expect(record?.text == "y")
    }

    @Test func `W-15 members that nobody knows are ignored, wherever they are`() {
        let batch = DecodedBatch(
            #"{"x":{"statusCode":[]},"v":1,"responses":[{"y":[{}],"id":"a","statusCode":200,"z":0}],"#
                + #""w":[1,{"v":2}]}"#)
        #expect(batch.error == nil)
        #expect(batch.records == [DecodedBatch.Record(id: "a", status: 200)])
    }

    @Test func `W-16 a plain response answers a batch of one`() {
        let batch = DecodedBatch(
            #"{"statusCode":200,"headers":{"a":"1"},"body":"hi","cookies":["c=1"]}"#, batchSize: 1)
        #expect(batch.isPlain)
        #expect(batch.error == nil)
        #expect(batch.records.first?.fields == ["a: 1", "set-cookie: c=1"])
        #expect(batch.records.first?.text == "hi")
    }

    @Test func `W-16 a plain response to more is refused with the reason`() {
        let batch = DecodedBatch(#"{"statusCode":200,"body":"hi"}"#, batchSize: 3)
        #expect(batch.error == .plainResponse(batchSize: 3))
        #expect(batch.error?.description.contains("batch of 3") == true)
    }

    @Test func `W-16 a fault in a plain response is its own`() {
        let batch = DecodedBatch(#"{"statusCode":"no","body":"hi"}"#, batchSize: 1)
        #expect(batch.isPlain)
        #expect(batch.records.first?.fault == .invalidStatus)
    }

    @Test(
        arguments: [
            ("\"hello\"", .notAnObject), ("null", .notAnObject), ("[]", .notAnObject),
            ("7", .notAnObject),
            ("{}", .missingResponses), (#"{"message":"hi"}"#, .missingResponses),
            (#"{"v":1}"#, .missingResponses), (#"{"v":1,"responses":null}"#, .missingResponses),
            (#"{"v":1,"responses":{}}"#, .missingResponses),
            (#"{"errorMessage":"x","errorType":"y"}"#, .missingResponses),
            ("", .invalidJSON(JSONError(.unexpectedEnd, at: 0))),
            ("<html>", .invalidJSON(JSONError(.unexpectedByte, at: 0))),
            (#"{"statusCode":200} x"#, .invalidJSON(JSONError(.trailingBytes, at: 19))),
        ] as [(String, BatchResponseError)])
    func `W-16 anything else is one fault of the whole, for one request too`(
        text: String, error: BatchResponseError
    ) {
        for size in [1, 2] { #expect(DecodedBatch(text, batchSize: size).error == error) }
        #expect(!error.description.isEmpty)
    }

    @Test func `fields of the connection and the length are stripped`() {
        let record = DecodedBatch.record(
            #""statusCode":200,"headers":{"Content-Length":"5","Connection":"close","#
                + #""keep-alive":1,"Transfer-Encoding":"chunked","Upgrade":{},"TE":[],"a":"1"}"#)
        #expect(record?.fields == ["a: 1"])
    }

    @Test(arguments: [204, 205, 304])
    func `a status without content loses its body`(status: Int) {
        let record = DecodedBatch.record("\"statusCode\":\(status),\"body\":\"x\"")
        #expect(record?.status == status)
        #expect(record?.body == [])
    }

    @Test func `blank cookies are skipped`() {
        let record = DecodedBatch.record(#""statusCode":200,"cookies":[""," \t",null,"a=1"]"#)
        #expect(record?.fields == ["set-cookie: a=1"])
    }

    @Test func `half a surrogate pair in a body is U+FFFD`() {
        #expect(DecodedBatch.record(#""statusCode":200,"body":"a\ud800b""#)?.text == "a\u{FFFD}b")
    }
}
