import SmugHTTP
import Testing

@Suite struct HTTPParseErrorTests {
    @Test(arguments: [
        ("GET / HTTP/2.0", 505), ("GET / http/1.1", 400), ("GET /# HTTP/1.1", 400),
        (String(repeating: "M", count: 33) + " / HTTP/1.1", 501),
        ("GET /\(String(repeating: "a", count: 16_400)) HTTP/1.1", 414),
        ("GET / HTTP/1.1\r\nX: \(String(repeating: "a", count: 16_400))", 431),
        ("GET / HTTP/1.1\r\n\(String(repeating: "X: a\r\n", count: 129))", 431),
        ("GET / HTTP/1.1\r\nHost: a\r\nExpect: b\r\n", 417),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n", 501),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n", 413),
        ("GET / HTTP/1.1\r\n", 400),
    ])
    func `each refusal has the status that a server answers`(text: String, status: Int) {
        var limits = HTTPLimits()
        limits.maxBodyBytes = 100
        var parser = HTTPRequestParser(limits: limits)
        var offset = 0
        let error = #expect(throws: HTTPParseError.self) {
            _ = try parser.next(Array("\(text)\r\n\r\n".utf8).span, &offset)
        }
        #expect(error?.status.code == status)
    }

    @Test func `codes are stable names and reasons are sentences`() {
        for refusal in RequestLineTests.refusals + FieldLineTests.refusals + ChunkLineTests.refusals
        {
            var parser = HTTPRequestParser()
            var offset = 0
            let bytes = Array(refusal.text.utf8)
            let error = #expect(throws: HTTPParseError.self) {
                while true { _ = try parser.next(bytes.span, &offset) }
            }
            guard let error else { continue }
            #expect(error.reason.hasSuffix("."))
            #expect(error.reason.first?.isUppercase == true)
            #expect(error.description == "\(error.code.rawValue): \(error.reason)")
        }
        for code in HTTPParseError.Code.allCases {
            #expect(code.rawValue.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" })
        }
    }
}
