import SmugHTTP
import Testing

@Suite struct HostValueTests {
    @Test(arguments: [
        "", "a", "example.com", "example.com.", "EXAMPLE.com:80", "a:", "a:0", "a:65535",
        "127.0.0.1:8080",
        "[::1]", "[::1]:443", "[2001:DB8::ffff:1.2.3.4]", "a_b-c~d", "%41bc", "a!$&'()*+,;=b",
    ])
    func `a host with an optional port passes`(_ host: String) {
        #expect(RequestTrace("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n").error == nil)
    }

    static let refusals: [Refusal] = [
        ":80", "a:b", "a:65536", "a:-1", "a:80:80", "a b", "a/b", "a?b", "a@b", "a#b", "a\\b",
        "a<b>",
        "\"a\"", "a|b", "é", "%", "%4", "%4g", "[", "[]", "[:]", "[::1", "::1", "[::1]80",
        "[::1]x:80", "[::g]",
        "[::1%25eth0]", "a[::1]", "a,b c",
    ].map { .init($0, "GET / HTTP/1.1\r\nHost: \($0)\r\n\r\n", .invalidHost) }

    @Test(arguments: refusals)
    func `anything else is refused`(_ refusal: Refusal) { refusal.check() }

    static let counts: [Refusal] = [
        Refusal("none", "GET / HTTP/1.1\r\nX: a\r\n\r\n", .missingHost),
        Refusal("two", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", .duplicateHost),
        Refusal("two equal ones", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", .duplicateHost),
        Refusal("two in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", .duplicateHost),
        Refusal("a bad one in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a b\r\n\r\n", .invalidHost),
    ]

    @Test(arguments: counts)
    func `HTTP 1_1 needs Host exactly once`(_ refusal: Refusal) { refusal.check() }

    @Test(arguments: [
        ("a.test", "a.test", 443), ("a.test:8443", "a.test", 8443), ("[::1]", "::1", 443),
        ("[::1]:65535", "::1", 65535), ("127.0.0.1:1", "127.0.0.1", 1),
    ])
    func `a host and its port are taken apart`(text: String, host: String, port: UInt16) throws {
        let parts = try #require(HostValue.split(text[...], defaultPort: 443))
        #expect(parts == (host, port))
    }

    @Test(arguments: ["", ":1", "a:", "a:0", "a:65536", "user@a", "::1", "[::1", "a b", "[]:1"])
    func `what is no host is not taken apart`(text: String) {
        #expect(HostValue.split(text[...], defaultPort: 443) == nil)
    }
}
