import SmugHTTP
import TestSupport
import Testing

@Suite struct HTTPResponseSerializerTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        var status = HTTPStatus.ok
        var fields: [(String, String)] = []
        var framing = HTTPBodyFraming.length(0)
        var keepAlive = true
        var date = false
        var version = HTTPVersion.http11
        let expected: String
        var result = HTTPResponseFraming.length(0)

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "plain", expected: "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"),
        Case(
            name: "with all", status: .notFound, fields: [("X-A", " 1 "), ("x-b", "")],
            framing: .length(1_234_567_890), keepAlive: false, date: true,
            expected: "HTTP/1.1 404 Not Found\r\nx-a: 1\r\nx-b: \r\ncontent-length: 1234567890\r\n"
                + "connection: close\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n",
            result: .length(1_234_567_890)),
        Case(
            name: "chunks", framing: .chunked,
            expected: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", result: .chunked),
        Case(
            name: "chunks to HTTP/1.0", framing: .chunked, version: .http10,
            expected: "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n", result: .untilClose),
        Case(
            name: "HTTP/1.0 that lives on", framing: .length(1), version: .http10,
            expected: "HTTP/1.1 200 OK\r\ncontent-length: 1\r\nconnection: keep-alive\r\n\r\n",
            result: .length(1)),
        Case(
            name: "nothing said of a body", framing: .none,
            expected: "HTTP/1.1 200 OK\r\n\r\n", result: .none),
        Case(
            name: "nothing said of a body, and no connection", framing: .none, keepAlive: false,
            expected: "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n", result: .none),
        Case(
            name: "204 with a length", status: .noContent, framing: .length(5),
            expected: "HTTP/1.1 204 No Content\r\n\r\n", result: .none),
        Case(
            name: "304 with chunks", status: .notModified, framing: .chunked,
            expected: "HTTP/1.1 304 Not Modified\r\n\r\n", result: .none),
        Case(
            name: "an interim response", status: .continue, framing: .none, keepAlive: false,
            date: true,
            expected: "HTTP/1.1 100 Continue\r\n\r\n", result: .none),
        Case(
            name: "a negative length", framing: .length(-1),
            expected: "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"),
        Case(
            name: "fields that only the serialiser may write",
            fields: [
                ("Connection", "x"), ("Keep-Alive", "x"), ("Transfer-Encoding", "gzip"), ("a", "1"),
                ("Content-Length", "7"), ("Date", "x"), ("Upgrade", "x"), ("TE", "x"), ("b", "2"),
                ("Trailer", "x"), ("Proxy-Connection", "x"), ("Proxy-Authenticate", "x"),
                ("proxy-authorization", "x"), ("proxy-xxxxxxxxxxx", "x"), ("proxy", "3"),
                ("c", "4"),
            ],
            expected:
                "HTTP/1.1 200 OK\r\na: 1\r\nb: 2\r\nproxy: 3\r\nc: 4\r\ncontent-length: 0\r\n\r\n"),
    ]

    @Test(arguments: cases)
    func `a head is written`(_ vector: Case) {
        var output = Array("before".utf8)
        let result = HTTPResponseSerializer.appendHead(
            status: vector.status, fields: HTTPFields(vector.fields), framing: vector.framing,
            keepAlive: vector.keepAlive,
            date: vector.date ? HTTPDate.format(epochSeconds: 784_111_777) : [],
            version: vector.version, to: &output)
        #expect(String(decoding: output, as: UTF8.self) == "before" + vector.expected)
        #expect(result == vector.result)
    }

    @Test func `fields of a parsed head and removed fields are written right`() throws {
        let request = Array(
            "GET / HTTP/1.1\r\nHost: a\r\nA:1\r\nB:   2  \r\nC: 3\r\nD: 4\r\nE: 5\r\n\r\n".utf8)
        var parser = HTTPRequestParser()
        var offset = 0
        guard case .head(let head) = try parser.next(request.span, &offset) else {
            Issue.record("a head in one piece is not read at once")
            return
        }
        var fields = head.fields
        fields.removeAll("d")
        try fields.append("F", "6")
        var output: [UInt8] = []
        HTTPResponseSerializer.appendHead(
            status: .ok, fields: fields, framing: .length(0), keepAlive: true, date: [],
            version: .http11, to: &output)
        let expected = "HTTP/1.1 200 OK\r\nhost: a\r\na: 1\r\nb: 2\r\nc: 3\r\ne: 5\r\nf: 6\r\n"
        #expect(String(decoding: output, as: UTF8.self) == expected + "content-length: 0\r\n\r\n")
    }

    @Test(arguments: 100...999)
    func `every status makes the round trip`(code: Int) throws {
        let status = try #require(HTTPStatus(code: code))
        var output: [UInt8] = []
        let framing = HTTPResponseSerializer.appendHead(
            status: status, fields: HTTPFields([("x", "y")]), framing: .length(2),
            keepAlive: true, date: [], version: .http11, to: &output)
        if framing != .none { output += Array("ab".utf8) }
        var parser = HTTPResponseParser(requestMethod: .get)
        var offset = 0
        if code < 200, code != 101 {
            guard case .needMore = try parser.next(output.span, &offset) else {
                Issue.record("an interim response is an event")
                return
            }
            return
        }
        guard case .head(let head) = try parser.next(output.span, &offset) else {
            Issue.record("no head")
            return
        }
        #expect(head.status == status)
        #expect(head.framing == framing)
        #expect(head.fields["x"] == "y")
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `a chunked body makes the round trip`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var output: [UInt8] = []
        var body: [UInt8] = []
        HTTPResponseSerializer.appendHead(
            status: .ok, fields: HTTPFields(), framing: .chunked, keepAlive: true, date: [],
            version: .http11, to: &output)
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let count = Int.random(in: 0...300, using: &generator)
            let data = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            body += data
            HTTPResponseSerializer.appendChunk(data[...], to: &output)
        }
        HTTPResponseSerializer.appendLastChunk(to: &output)
        let trace = ResponseTrace(Pieces.random(output, &generator))
        #expect(trace.isComplete)
        #expect(trace.body == body)
        #expect(trace.leftOver == 0)
    }

    @Test func `the client is told to go on`() {
        var output: [UInt8] = []
        HTTPResponseSerializer.appendContinue(to: &output)
        #expect(output == Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
    }
}
