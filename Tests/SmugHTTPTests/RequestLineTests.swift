import SmugHTTP
import Testing

@Suite struct RequestLineTests {
    static let refusals: [Refusal] = [
        .line("no method", " / HTTP/1.1", .invalidMethod),
        .line("a separator in the method", "GE(T / HTTP/1.1", .invalidMethod),
        .line("a byte outside ASCII in the method", "GÉT / HTTP/1.1", .invalidMethod),
        .line("NUL in the method", "G\0T / HTTP/1.1", .invalidMethod),
        .line("a tab after the method", "GET\t/ HTTP/1.1", .invalidMethod),
        .line(
            "a method of 33 bytes", String(repeating: "G", count: 33) + " / HTTP/1.1",
            .methodTooLong),
        .line("only a method", "GET", .malformedRequestLine),
        .line("no version", "GET /", .malformedRequestLine),
        .line("two spaces before the target", "GET  / HTTP/1.1", .malformedRequestLine),
        .line("two spaces after the target", "GET /  HTTP/1.1", .malformedRequestLine),
        .line("a space in the target", "GET /a b HTTP/1.1", .malformedRequestLine),
        .line("no target", "GET  HTTP/1.1", .malformedRequestLine),
        .line("a space after the version", "GET / HTTP/1.1 ", .invalidVersion),
        .line("a tab before the version", "GET /\tHTTP/1.1", .malformedRequestLine),
        .line("CR in the line", "GET /\ra HTTP/1.1", .bareCarriageReturn),
        .line("CR before CRLF", "GET / HTTP/1.1\r", .bareCarriageReturn),
        .line("version in lower case", "GET / http/1.1", .invalidVersion),
        .line("version without minor", "GET / HTTP/1", .invalidVersion),
        .line("version with two digits", "GET / HTTP/1.10", .invalidVersion),
        .line("version with a sign", "GET / HTTP/+1.1", .invalidVersion),
        .line("version with a comma", "GET / HTTP/1,1", .invalidVersion),
        .line("another protocol", "GET / RTSP/1.0", .invalidVersion),
        .line("HTTP/2.0", "GET / HTTP/2.0", .unsupportedVersion),
        .line("HTTP/0.9", "GET / HTTP/0.9", .unsupportedVersion),
        Refusal("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .unsupportedVersion),
        Refusal("bare LF", "GET / HTTP/1.1\nHost: a\n\n", .bareLineFeed),
        Refusal("LF first", "\nGET / HTTP/1.1\r\n", .bareLineFeed),
        Refusal("CR alone first", "\rGET / HTTP/1.1\r\n", .bareCarriageReturn),
        Refusal("two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\n", .unexpectedEmptyLine),
        Refusal("a TLS handshake", "\u{16}\u{3}\u{1}\u{0}", .invalidMethod),
    ]

    @Test(arguments: refusals)
    func `a malformed request line is refused`(_ refusal: Refusal) { refusal.check() }

    @Test func `a method may have 32 bytes`() {
        let method = String(repeating: "M", count: 32)
        let trace = RequestTrace("\(method) / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(trace.error == nil)
        #expect(trace.messages.count == 1)
    }
}
