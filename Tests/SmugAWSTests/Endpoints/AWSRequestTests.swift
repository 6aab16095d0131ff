import SmugHTTP
import Testing

@testable import SmugAWS

@Suite struct AWSRequestTests {
    @Test func `The URL joins endpoint, path and query`() throws {
        let endpoint = try EndpointURL("http://[::1]:9000/base/")
        let request = try AWSRequest(.get, to: endpoint, path: "/a%20b", query: "c=d")
        #expect(request.path == "/base/a%20b")
        #expect(request.url == "http://[::1]:9000/base/a%20b?c=d")
        #expect(request.fields["host"] == "[::1]:9000")
        let plain = try AWSRequest(.get, to: try EndpointURL("https://h"), path: "/")
        #expect(plain.url == "https://h/")
    }
}
