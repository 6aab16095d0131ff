import SmugHTTP
import TestSupport
import Testing

@Suite struct HTTPRequestParserTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        let expected: [String]

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "the least request", text: "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            expected: [#"GET / = / http11 ["host=a"] none at a "" complete"#]),
        Case(
            name: "a query", text: "GET /a/b%20c?x=1&y=?2 HTTP/1.1\r\nhost:a:80\r\n\r\n",
            expected: [
                #"GET /a/b%20c?x=1&y=?2 = /a/b%20c?x=1&y=?2 http11 ["host=a:80"] none at a:80 """#
                    + " complete"
            ]),
        Case(
            name: "names in any case and values between blanks",
            text:
                "GET / HTTP/1.1\r\nHOST:\t a \t\r\nX-Empty:\r\nX-Blank:  \r\nX-A: b\tc  d\r\n\r\n",
            expected: [
                #"GET / = / http11 ["host=a", "x-empty=", "x-blank=", "x-a=b\tc  d"] none at a """#
                    + " complete"
            ]),
        Case(
            name: "an empty line before the request",
            text: "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            expected: [#"GET / = / http11 ["host=a"] none at a "" complete"#]),
        Case(
            name: "a body of known length",
            text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
            expected: [
                #"POST / = / http11 ["host=a", "content-length=5"] length(5) at a "hello" complete"#
            ]),
        Case(
            name: "a body of length zero",
            text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
            expected: [
                #"POST / = / http11 ["host=a", "content-length=0"] length(0) at a "" complete"#
            ]),
        Case(
            name: "chunks with extensions and trailers",
            text: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                + "5\r\nhello\r\n00001;a;b=c;d=\"; \\\" e\"\r\n \r\nC ;x\r\nwide\r\n\nworld\r\n"
                + "0\r\nX-Checksum: 1\r\nContent-Length: 7\r\n\r\n",
            expected: [
                #"POST / = / http11 ["host=a", "transfer-encoding=Chunked"] chunked at a "#
                    + #""hello wide\r\n\nworld" complete"#
            ]),
        Case(
            name: "an absolute target, which beats Host",
            text: "GET HTTP://b:8080/p?q HTTP/1.1\r\nHost: a\r\n\r\n",
            expected: [
                #"GET HTTP://b:8080/p?q = /p?q http11 ["host=b:8080"] none at b:8080 "" complete"#
            ]),
        Case(
            name: "absolute targets without a path",
            text:
                "GET http://b HTTP/1.1\r\nHost: b\r\n\r\n"
                + "GET https://b?q HTTP/1.1\r\nHost: b\r\n\r\n",
            expected: [
                #"GET http://b = / http11 ["host=b"] none at b "" complete"#,
                #"GET https://b?q = /?q http11 ["host=b"] none at b "" complete"#,
            ]),
        Case(
            name: "the server itself as target", text: "OPTIONS * HTTP/1.1\r\nHost:\r\n\r\n",
            expected: [#"OPTIONS * = * http11 ["host="] none at  "" complete"#]),
        Case(
            name: "an authority as target", text: "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
            expected: [#"CONNECT a:443 = a:443 http11 ["host=a"] none at a:443 "" complete"#]),
        Case(
            name: "HTTP/1.0 with its defaults",
            text: "GET / HTTP/1.0\r\n\r\nGET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",
            expected: [
                #"GET / = / http10 [] none close "" complete"#,
                #"GET / = / http10 ["connection=Keep-Alive"] none "" complete"#,
            ]),
        Case(
            name: "a later minor version", text: "GET / HTTP/1.7\r\nHost: a\r\n\r\n",
            expected: [#"GET / = / http11 ["host=a"] none at a "" complete"#]),
        Case(
            name: "a method of its own, and one in lower case",
            text: "PROPFIND / HTTP/1.1\r\nHost: a\r\n\r\nget / HTTP/1.1\r\nHost: a\r\n\r\n",
            expected: [
                #"PROPFIND / = / http11 ["host=a"] none at a "" complete"#,
                #"get / = / http11 ["host=a"] none at a "" complete"#,
            ]),
        Case(
            name: "requests in a row, the last incomplete",
            text: "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab\r\n"
                + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n"
                + "PUT /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1\r\nc\r\n0\r\n\r\n"
                + "PUT /4 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nd",
            expected: [
                #"POST /1 = /1 http11 ["host=a", "content-length=2"] length(2) at a "ab" complete"#,
                #"GET /2 = /2 http11 ["host=a"] none at a "" complete"#,
                #"PUT /3 = /3 http11 ["host=a", "transfer-encoding=chunked"] chunked at a "c""#
                    + " complete",
                #"PUT /4 = /4 http11 ["host=a", "content-length=3"] length(3) at a "d" open"#,
            ]),
    ]

    @Test(arguments: cases)
    func `a well-formed request comes out the same however it is cut`(_ vector: Case) {
        let traces = RequestTrace.ofEveryWay(Array(vector.text.utf8))
        #expect(traces.map(\.description) == [vector.expected.joined(separator: "\n")])
    }

    @Test(arguments: cases)
    func `a request that is cut off asks for more`(_ vector: Case) {
        let bytes = Array(vector.text.utf8)
        for count in 0..<bytes.count {
            let trace = RequestTrace([Array(bytes[..<count])])
            #expect(trace.error == nil)
            #expect(trace.messages.count <= vector.expected.count)
        }
    }

    @Test func `bytes outside ASCII in a value are kept`() {
        let bytes =
            Array("GET / HTTP/1.1\r\nHost: a\r\nX-N: ".utf8) + [0xFF, 0x80] + Array("\r\n\r\n".utf8)
        for trace in RequestTrace.ofEveryWay(bytes) {
            #expect(trace.error == nil)
            #expect(trace.messages.first?.fields.last == "x-n=\u{FFFD}\u{FFFD}")
        }
    }

    @Test func `the parser knows when a close cuts nothing off`() throws {
        var parser = HTTPRequestParser()
        #expect(parser.isBetweenMessages)
        var states: [Bool] = []
        for byte in "\r\nPUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab\r\n".utf8 {
            var offset = 0
            while true {
                if case .needMore = try parser.next([byte].span, &offset) { break }
            }
            states.append(parser.isBetweenMessages)
        }
        let idle = states.indices.filter { states[$0] }
        #expect(idle == [1, states.count - 3, states.count - 1])
    }

    @Test func `after a refusal every call refuses the same`() {
        var parser = HTTPRequestParser()
        for input in ["GET / HTTP/3.0\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", ""] {
            var offset = 0
            #expect(throws: HTTPParseError.self) {
                _ = try parser.next(Array(input.utf8).span, &offset)
            }
        }
        #expect(!parser.isBetweenMessages)
    }

    @Test func `a route can lower the body's limit once the head is known`() throws {
        let length = Array("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc".utf8)
        var parser = HTTPRequestParser()
        var offset = 0
        _ = try parser.next(length.span, &offset)
        #expect(throws: Never.self) { try parser.limitBody(to: 3) }
        #expect(throws: HTTPParseError.self) { try parser.limitBody(to: 2) }
        #expect(throws: HTTPParseError.self) { _ = try parser.next(length.span, &offset) }

        let chunks = Array(
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\n".utf8)
        parser = HTTPRequestParser()
        offset = 0
        _ = try parser.next(chunks.span, &offset)
        try parser.limitBody(to: 2)
        _ = try parser.next(chunks.span, &offset)
        let error = #expect(throws: HTTPParseError.self) {
            _ = try parser.next(chunks.span, &offset)
        }
        #expect(error?.code == .bodyTooLarge)
    }

    @Test func `a declared length above the limit is refused at the head`() {
        var limits = HTTPLimits()
        limits.maxBodyBytes = 4
        Refusal.fields("one more", "Content-Length: 5\r\n", .bodyTooLarge).check(limits: limits)
        let trace = RequestTrace(
            "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd", limits: limits)
        #expect(trace.messages.first?.isComplete == true)
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `mutated requests never trap, and read the same however they are cut`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let alphabet = Array("\r\n\t\0 :;,=\"\\#?*/%[]0159afxGH\u{7F}".utf8) + [0x80, 0xFF]
        for _ in 0..<60 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                bytes += Self.cases.randomElement(using: &generator)?.text.utf8 ?? "".utf8
            }
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                let byte = alphabet.randomElement(using: &generator) ?? 0
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[index] = byte
                case 1: bytes.insert(byte, at: index)
                case 2 where bytes.count > 1: bytes.remove(at: index)
                default: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                }
            }
            let whole = RequestTrace([bytes])
            #expect(RequestTrace(bytes.map { [$0] }) == whole)
            #expect(RequestTrace(Pieces.random(bytes, &generator)) == whole)
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `random bytes never trap`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let count = Int.random(in: 0...200, using: &generator)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(RequestTrace([bytes]) == RequestTrace(bytes.map { [$0] }))
        }
    }
}
