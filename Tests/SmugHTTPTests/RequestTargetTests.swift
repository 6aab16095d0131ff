import SmugHTTP
import Testing

@Suite struct RequestTargetTests {
    static let refusals: [Refusal] = [
        .line("NUL", "GET /\0 HTTP/1.1", .invalidTarget),
        .line("a control byte", "GET /\u{1} HTTP/1.1", .invalidTarget),
        .line("DEL", "GET /\u{7F} HTTP/1.1", .invalidTarget),
        .line("a byte outside ASCII", "GET /é HTTP/1.1", .invalidTarget),
        .line("a fragment", "GET /a#b HTTP/1.1", .fragmentInTarget),
        .line("a fragment in a query", "GET /a?b#c HTTP/1.1", .fragmentInTarget),
        .line("a relative path", "GET a/b HTTP/1.1", .invalidTarget),
        .line("only a query", "GET ?a HTTP/1.1", .invalidTarget),
        .line("* for GET", "GET * HTTP/1.1", .invalidTarget),
        .line("* and more", "OPTIONS */a HTTP/1.1", .invalidTarget),
        .line("an authority for GET", "GET a:443 HTTP/1.1", .invalidTarget),
        .line("a path for CONNECT", "CONNECT /a HTTP/1.1", .invalidTarget),
        .line("CONNECT without port", "CONNECT a HTTP/1.1", .invalidTarget),
        .line("CONNECT with an empty port", "CONNECT a: HTTP/1.1", .invalidTarget),
        .line("another scheme", "GET ftp://a/ HTTP/1.1", .invalidTarget),
        .line("a scheme without authority", "GET http:/// HTTP/1.1", .invalidTarget),
        .line("only a scheme", "GET http:// HTTP/1.1", .invalidTarget),
        .line("a password", "GET http://u:p@a/ HTTP/1.1", .invalidTarget),
        .line("a bad port", "GET http://a:99999/ HTTP/1.1", .invalidTarget),
        Refusal("absolute without Host", "GET http://a/ HTTP/1.1\r\n\r\n", .missingHost),
    ]

    @Test(arguments: refusals)
    func `a target that the method cannot have is refused`(_ refusal: Refusal) { refusal.check() }

    @Test(arguments: [
        "/", "//", "//a/b", "/../a", "/%", "/%zz", "/a;b=c", "/a,b", "/?", "/??", "/a?b=/c",
        "/\"<>\\^`{|}", "/~a@b:c!$&'()*+=-._",
    ])
    func `visible ASCII passes as it is`(_ target: String) {
        let trace = RequestTrace("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(trace.messages.first?.line == "GET \(target) = \(target) http11")
    }
}
