import SmugHTTP
import Testing

@Suite struct HTTPMethodTests {
    @Test(arguments: [
        (HTTPMethod.get, "GET", true), (.head, "HEAD", true), (.post, "POST", false),
        (.put, "PUT", true), (.delete, "DELETE", true), (.patch, "PATCH", false),
        (.options, "OPTIONS", true), (.trace, "TRACE", true), (.connect, "CONNECT", false),
    ])
    func `registered methods are known by their token`(
        method: HTTPMethod, token: String, isIdempotent: Bool
    ) {
        #expect(HTTPMethod(token) == method)
        #expect(HTTPMethod(Array("x\(token)".utf8)[1...]) == method)
        #expect(method.rawValue == token)
        #expect("\(method)" == token)
        #expect(method.isIdempotent == isIdempotent)
        let lower = HTTPMethod(token.lowercased())
        #expect(lower != nil)
        #expect(lower != method)
    }

    @Test func `other tokens are methods of their own`() {
        #expect(HTTPMethod("PROPFIND")?.rawValue == "PROPFIND")
        #expect(HTTPMethod("PROPFIND") == HTTPMethod("PROPFIND"))
        #expect(HTTPMethod("PROPFIND")?.isIdempotent == false)
    }

    @Test(arguments: ["", " ", "GET ", "G(T", "G\r\n", "é"])
    func `what is no token is no method`(_ token: String) { #expect(HTTPMethod(token) == nil) }
}
