import SmugHTTP
import Testing

@testable import SmugAWS

@Suite struct CanonicalRequestTests {
    private func canonical(
        _ fields: [(String, String)], path: String = "/", query: String = "",
        encodesPathTwice: Bool = true
    ) -> CanonicalRequest {
        let fields = HTTPFields(fields)
        return CanonicalRequest(
            method: "GET".utf8, path: Array(path.utf8)[...], query: Array(query.utf8)[...],
            entries: fields.entries, of: fields, payloadHash: "hash".utf8,
            encodesPathTwice: encodesPathTwice)
    }

    private func text(_ request: CanonicalRequest) -> String {
        String(decoding: request.bytes, as: UTF8.self)
    }

    @Test func `The lines stand in the order of the specification`() {
        let request = canonical([("x-b", "2"), ("host", "h")], path: "/p", query: "q=1")
        #expect(text(request) == "GET\n/p\nq=1\nhost:h\nx-b:2\n\nhost;x-b\nhash")
        #expect(request.signedNames == Array("host;x-b".utf8))
    }

    @Test func `Without a field there is an empty line for each list`() {
        #expect(text(canonical([])) == "GET\n/\n\n\n\nhash")
    }

    @Test func `Values of one name are joined in the order of the request`() {
        let request = canonical([("b", "2"), ("a", "3"), ("b", "1"), ("b", "1")])
        #expect(text(request) == "GET\n/\n\na:3\nb:2,1,1\n\na;b\nhash")
    }

    @Test(arguments: [
        ("  a   b \t c  ", "a b c"), ("\"a   b\"", "\"a b\""), ("", ""), ("   ", ""),
        ("\u{E9}  x", "\u{E9} x"),
    ])
    func `White space in a value is one space`(value: String, expected: String) {
        #expect(text(canonical([("a", value)])) == "GET\n/\n\na:\(expected)\n\na\nhash")
    }

    @Test func `S3 signs the path as it is`() {
        let request = canonical([], path: "/a%2Bb//c/../e", encodesPathTwice: false)
        #expect(text(request).hasPrefix("GET\n/a%2Bb//c/../e\n"))
        #expect(text(canonical([], path: "", encodesPathTwice: false)).hasPrefix("GET\n/\n"))
    }
}
