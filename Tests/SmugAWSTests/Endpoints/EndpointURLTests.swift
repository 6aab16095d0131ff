import TestSupport
import Testing

@testable import SmugAWS

@Suite struct EndpointURLTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let host: String
        let port: Int
        var path = ""
        let hostHeader: String
        var testDescription: String { text }
    }

    @Test(arguments: [
        Case(text: "http://localhost", host: "localhost", port: 80, hostHeader: "localhost"),
        Case(
            text: "HTTPS://Example.COM", host: "example.com", port: 443, hostHeader: "example.com"),
        Case(text: "http://h:9000/", host: "h", port: 9000, hostHeader: "h:9000"),
        Case(text: "https://h:443", host: "h", port: 443, hostHeader: "h"),
        Case(text: "https://h:80", host: "h", port: 80, hostHeader: "h:80"),
        Case(text: "http://h:00080", host: "h", port: 80, hostHeader: "h"),
        Case(text: "http://[::1]:9000", host: "::1", port: 9000, hostHeader: "[::1]:9000"),
        Case(
            text: "http://[2001:DB8::1]", host: "2001:db8::1", port: 80, hostHeader: "[2001:db8::1]"
        ),
        Case(text: "http://127.0.0.1:1", host: "127.0.0.1", port: 1, hostHeader: "127.0.0.1:1"),
        Case(text: "http://my_host", host: "my_host", port: 80, hostHeader: "my_host"),
        Case(text: "http://h/a/b%20c/", host: "h", port: 80, path: "/a/b%20c", hostHeader: "h"),
        Case(text: "http://h//", host: "h", port: 80, hostHeader: "h"),
    ])
    func `A URL is taken apart`(_ item: Case) throws {
        let url = try EndpointURL(item.text)
        #expect(url.host == item.host)
        #expect(url.port == item.port)
        #expect(url.basePath == item.path)
        #expect(url.hostHeader == item.hostHeader)
        #expect(try EndpointURL(url.description) == url)
    }

    @Test(arguments: [
        ("", EndpointURLError.Code.scheme), ("localhost:9000", .scheme), ("ftp://h", .scheme),
        ("http:/h", .scheme), (" http://h", .scheme), ("http://u:p@h", .user), ("http://", .host),
        ("http:///a", .host), ("http://a b", .host), ("http://a..b", .host), ("http://.a", .host),
        ("http://a.", .host), ("http://-a", .host), ("http://a%41", .host), ("http://[::1", .host),
        ("http://[1]", .host), ("http://::1", .host), ("http://h\u{E9}", .host),
        ("http://h\n", .host), ("http://h:", .port), ("http://h:0", .port),
        ("http://h:65536", .port),
        ("http://h:+1", .port), ("http://h:1a", .port), ("http://[::1]9", .port),
        ("http://[::1]:", .port), ("http://h?a", .query), ("http://h/#a", .query),
        ("http://h/a//b", .path), ("http://h/../a", .path), ("http://h/.", .path),
        ("http://h/a b", .path), ("http://h/%2", .path), ("http://h/%zz", .path),
        ("http://h/\u{E9}", .path),
    ])
    func `Anything else is refused, and the part is named`(
        text: String, code: EndpointURLError.Code
    ) {
        let error = #expect(throws: EndpointURLError.self) { _ = try EndpointURL(text) }
        #expect(error?.code == code)
    }

    @Test func `A password is not repeated`() {
        let error = #expect(throws: EndpointURLError.self) {
            _ = try EndpointURL("http://user:hidden@host")
        }
        #expect(error?.description.contains("hidden") == false)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `What is taken survives a round trip`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let alphabet = Array("ab1.:/[]%20?#@-_\u{E9}")
        for _ in 0..<1000 {
            let count = Int.random(in: 0..<16, using: &random)
            let text = String(
                (0..<count).compactMap { _ in alphabet.randomElement(using: &random) })
            guard let url = try? EndpointURL("http://" + text) else { continue }
            #expect((try? EndpointURL(url.description)) == url)
        }
    }
}
