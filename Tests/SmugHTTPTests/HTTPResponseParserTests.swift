import SmugHTTP
import TestSupport
import Testing

@Suite struct HTTPResponseParserTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        var method = HTTPMethod.get
        let text: String
        let expected: String

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "known length", text: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab",
            expected: #"http11 200 OK ["content-length=2"] length(2) "ab" complete"#),
        Case(
            name: "length zero", text: "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
            expected: #"http11 202 Accepted ["content-length=0"] length(0) "" complete"#),
        Case(
            name: "chunks",
            text: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1\r\na\r\n2;x=y\r\nbc\r\n0\r\nX: y\r\n\r\n",
            expected: #"http11 200 OK ["transfer-encoding=chunked"] chunked "abc" complete"#),
        Case(
            name: "until the close", text: "HTTP/1.1 200 OK\r\nA: b\r\n\r\nHTTP/1.1 9\r\n\r\n",
            expected: #"http11 200 OK ["a=b"] untilClose close "HTTP/1.1 9\r\n\r\n" complete"#),
        Case(
            name: "HTTP/1.0", text: "HTTP/1.0 404 Not Found\r\nContent-Length: 1\r\n\r\nx",
            expected: #"http10 404 Not Found ["content-length=1"] length(1) close "x" complete"#),
        Case(
            name: "no reason", text: "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
            expected: #"http11 200  ["content-length=0"] length(0) "" complete"#),
        Case(
            name: "no reason and no space", text: "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
            expected: #"http11 200  ["content-length=0"] length(0) "" complete"#),
        Case(
            name: "a reason with anything in it",
            text: "HTTP/1.1 999 Ça va:\t7 \r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            expected:
                "http11 999 Ça va:\t7  [\"content-length=0\", \"connection=close\"] length(0) "
                + #"close "" complete"#),
        Case(
            name: "HEAD", method: .head, text: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
            expected: #"http11 200 OK ["content-length=5"] none "" complete"#),
        Case(
            name: "204 with a length", text: "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
            expected: #"http11 204 No Content ["content-length=5"] none "" complete"#),
        Case(
            name: "304 with chunks",
            text: "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n",
            expected: #"http11 304 Not Modified ["transfer-encoding=chunked"] none "" complete"#),
        Case(
            name: "interim responses",
            text: "HTTP/1.1 100 Continue\r\n\r\n"
                + "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 9\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
            expected: #"http11 200 OK ["content-length=1"] length(1) "a" complete"#),
        Case(
            name: "101 is not interim",
            text: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nxyz",
            expected:
                #"http11 101 Switching Protocols ["upgrade=x"] none close "" complete and 3 more"#),
        Case(
            name: "bytes after the end", text: "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc",
            expected: #"http11 200 OK ["content-length=1"] length(1) "a" complete and 2 more"#),
    ]

    @Test(arguments: cases)
    func `a well-formed response comes out the same however it is cut`(_ vector: Case) {
        let traces = ResponseTrace.ofEveryWay(Array(vector.text.utf8), to: vector.method)
        #expect(traces.map(\.description) == [vector.expected])
    }

    @Test(arguments: cases)
    func `a close within a response is an error, never an end`(_ vector: Case) {
        let bytes = Array(vector.text.utf8)
        let whole = ResponseTrace([bytes], to: vector.method)
        for count in 0..<bytes.count {
            let cut = Array(bytes[..<count])
            let open = ResponseTrace([cut], to: vector.method, closes: false)
            #expect(open.error == nil)
            let closed = ResponseTrace([cut], to: vector.method)
            let mayEnd = whole.leftOver > 0 || closed.head?.contains("untilClose") == true
            if mayEnd, closed.isComplete { continue }
            #expect(closed.error == .truncated)
            #expect(!closed.isComplete)
        }
    }

    static let refusals: [(name: String, text: String, code: HTTPParseError.Code)] = [
        ("another protocol", "SSH-2.0-OpenSSH_9\r\n", .malformedStatusLine),
        ("no status", "HTTP/1.1\r\n\r\n", .malformedStatusLine),
        ("two spaces", "HTTP/1.1  200 OK\r\n\r\n", .malformedStatusLine),
        ("a status of two digits", "HTTP/1.1 20 OK\r\n\r\n", .malformedStatusLine),
        ("a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", .malformedStatusLine),
        ("a status below 100", "HTTP/1.1 099 OK\r\n\r\n", .malformedStatusLine),
        ("a status with letters", "HTTP/1.1 2x0 OK\r\n\r\n", .malformedStatusLine),
        ("NUL in the reason", "HTTP/1.1 200 O\0K\r\n\r\n", .malformedStatusLine),
        ("CR in the reason", "HTTP/1.1 200 O\rK\r\n\r\n", .bareCarriageReturn),
        ("bare LF", "HTTP/1.1 200 OK\n\n", .bareLineFeed),
        ("an empty line first", "\r\nHTTP/1.1 200 OK\r\n\r\n", .malformedStatusLine),
        ("lower case", "http/1.1 200 OK\r\n\r\n", .invalidVersion),
        ("HTTP/2", "HTTP/2.0 200 OK\r\n\r\n", .unsupportedVersion),
        ("folding", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", .obsoleteLineFolding),
        ("a space before the colon", "HTTP/1.1 200 OK\r\nA : b\r\n\r\n", .spaceBeforeColon),
        (
            "two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
            .duplicateContentLength
        ),
        (
            "length and chunks",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            .ambiguousLength
        ),
        (
            "chunks in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            .transferEncodingInHTTP10
        ),
        (
            "an unknown coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            .unsupportedTransferEncoding
        ),
        ("a bad length", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", .invalidContentLength),
        (
            "a bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
            .invalidChunkSize
        ),
        (
            "endless interim responses",
            String(repeating: "HTTP/1.1 102 Processing\r\n\r\n", count: 17),
            .tooManyInterimResponses
        ),
    ]

    @Test(arguments: refusals)
    func `a malformed response is refused`(name: String, text: String, code: HTTPParseError.Code) {
        let traces = ResponseTrace.ofEveryWay(Array(text.utf8), closes: false)
        #expect(traces.map(\.error) == [code])
    }

    @Test func `a body is limited in each framing`() {
        var limits = HTTPLimits()
        limits.maxBodyBytes = 3
        for framing in [
            "Content-Length: 4\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n2\r\n",
            "\r\nabcd",
        ] {
            let bytes = Array("HTTP/1.1 200 OK\r\n\(framing)".utf8)
            let traces = ResponseTrace.ofEveryWay(bytes, limits: limits, closes: false)
            #expect(Set(traces.map(\.error)) == [.bodyTooLarge])
        }
    }

    @Test func `a close in the middle of a response cuts it off, and after it does not`() throws {
        let bytes = Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n".utf8)
        var ofHead = HTTPResponseParser(requestMethod: .head)
        var offset = 0
        _ = try ofHead.next(bytes.span, &offset)
        guard case .end = try ofHead.next(bytes.span, &offset) else {
            Issue.record("HEAD has no body")
            return
        }
        #expect(try !ofHead.finish())
        var ofGet = HTTPResponseParser(requestMethod: .get)
        offset = 0
        _ = try ofGet.next(bytes.span, &offset)
        let error = #expect(throws: HTTPParseError.self) { try ofGet.finish() }
        #expect(error?.code == .truncated)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `mutated responses never trap, and read the same however they are cut`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<60 {
            let vector = Self.cases.randomElement(using: &generator) ?? Self.cases[0]
            var bytes = Array(vector.text.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[index] = UInt8.random(in: 0...255, using: &generator)
            }
            // Until the close, what is body and what is left over is the same in any cut.
            let whole = ResponseTrace([bytes], to: vector.method)
            #expect(ResponseTrace(bytes.map { [$0] }, to: vector.method) == whole)
            #expect(ResponseTrace(Pieces.random(bytes, &generator), to: vector.method) == whole)
        }
    }
}
