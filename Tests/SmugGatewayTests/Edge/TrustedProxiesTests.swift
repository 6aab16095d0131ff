import SmugHTTP
import SmugProtocol
import TestSupport
import Testing

@testable import SmugGateway

/// Row X-14: whom the gateway takes for the client.
@Suite struct TrustedProxiesTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let proxies: TrustedProxies
        let fields: [String]
        let client: String
        var host: String?
        var isSecure = false
        var port: UInt16?
        var testDescription: String { name }
    }

    static let peer = "192.0.2.99"

    private static func head(_ fields: [String]) throws -> HTTPRequestHead {
        var parser = HTTPRequestParser()
        var offset = 0
        let text = "GET / HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n"
        guard case .head(let head) = try parser.next(Array(text.utf8).span, &offset) else {
            throw RouteFixture.NoRoute()
        }
        return head
    }

    private static func x(
        _ name: String, _ hops: Int, _ fields: String..., writesHost: Bool = true, client: String,
        host: String? = nil, isSecure: Bool = false, port: UInt16? = nil
    ) -> Case {
        Case(
            name: name, proxies: TrustedProxies(hops: hops, writesHost: writesHost),
            fields: fields, client: client, host: host, isSecure: isSecure, port: port)
    }

    private static func rfc(
        _ name: String, _ hops: Int, _ fields: String..., client: String, host: String? = nil,
        isSecure: Bool = false
    ) -> Case {
        Case(
            name: name, proxies: TrustedProxies(hops: hops, header: .forwarded), fields: fields,
            client: client, host: host, isSecure: isSecure)
    }

    static let forwardedFor: [Case] = [
        x("nobody is believed", 0, "X-Forwarded-For: 203.0.113.1", client: peer),
        x("nothing is said", 1, client: peer),
        x("nothing is in it", 1, "X-Forwarded-For: ", client: peer),
        x("one proxy", 1, "X-Forwarded-For: 203.0.113.1", client: "203.0.113.1"),
        x(
            "a client that invents addresses", 1,
            "X-Forwarded-For: 10.0.0.1, 127.0.0.1, 203.0.113.1",
            client: "203.0.113.1"),
        x(
            "two proxies", 2, "X-Forwarded-For: 10.0.0.1, 203.0.113.1, 198.51.100.1",
            client: "203.0.113.1"),
        x("fewer than there are proxies", 2, "X-Forwarded-For: 203.0.113.1", client: peer),
        x(
            "over several lines", 2, "X-Forwarded-For: 10.0.0.1", "X-Forwarded-For: 203.0.113.1",
            "X-Forwarded-For: 198.51.100.1", client: "203.0.113.1"),
        x(
            "empty elements are none", 2,
            "X-Forwarded-For: 10.0.0.1,203.0.113.1,, ,198.51.100.1, ,",
            client: "203.0.113.1"),
        x("a port", 1, "X-Forwarded-For: 203.0.113.1:4711", client: "203.0.113.1"),
        x("IPv6", 1, "X-Forwarded-For: 2001:DB8:0::1", client: "2001:db8::1"),
        x("IPv6 in brackets", 1, "X-Forwarded-For: [2001:db8::1]", client: "2001:db8::1"),
        x("IPv6 with a port", 1, "X-Forwarded-For: [2001:db8::1]:80", client: "2001:db8::1"),
        x("IPv4 in IPv6", 1, "X-Forwarded-For: ::ffff:203.0.113.1", client: "203.0.113.1"),
        x(
            "a quote parts nothing off here", 1, "X-Forwarded-For: \"a, 203.0.113.1",
            client: "203.0.113.1"),
        x("a name", 1, "X-Forwarded-For: client.example", client: peer),
        x("hidden", 1, "X-Forwarded-For: unknown", client: peer),
        x(
            "hidden behind a known proxy", 2, "X-Forwarded-For: unknown, 198.51.100.1",
            client: "198.51.100.1"),
        x(
            "a hidden proxy counts too", 2, "X-Forwarded-For: 203.0.113.1, unknown",
            client: "203.0.113.1"),
        x("a zone", 1, "X-Forwarded-For: fe80::1%eth0", client: peer),
        x("brackets around IPv4", 1, "X-Forwarded-For: [203.0.113.1]", client: peer),
        x("a bracket that stays open", 1, "X-Forwarded-For: [2001:db8::1", client: peer),
        x("a port that is none", 1, "X-Forwarded-For: 203.0.113.1:http", client: peer),
        x("an empty port", 1, "X-Forwarded-For: 203.0.113.1:", client: peer),
        x("leading zeros", 1, "X-Forwarded-For: 203.0.113.010", client: peer),
        x("too long", 1, "X-Forwarded-For: \(String(repeating: "1", count: 9000))", client: peer),
        x(
            "a very long chain", 3,
            "X-Forwarded-For: \(String(repeating: "10.0.0.1,", count: 1500))203.0.113.1,1.1.1.1,1.1.1.2",
            client: "203.0.113.1"),
        x("the other header is not read", 1, "Forwarded: for=203.0.113.1", client: peer),
        x(
            "scheme, host and port", 1, "X-Forwarded-For: 203.0.113.1", "X-Forwarded-Proto: HTTPS",
            "X-Forwarded-Host: api.example.com", "X-Forwarded-Port: 8443", client: "203.0.113.1",
            host: "api.example.com", isSecure: true, port: 8443),
        x(
            "they count from the end as well", 1, "X-Forwarded-For: 203.0.113.1",
            "X-Forwarded-Proto: https, http", "X-Forwarded-Host: evil.example, api.example.com",
            client: "203.0.113.1", host: "api.example.com"),
        x(
            "one value may have passed several proxies", 2, "X-Forwarded-For: 203.0.113.1, 1.1.1.1",
            "X-Forwarded-Proto: https", client: "203.0.113.1", isSecure: true),
        x(
            "they are nothing where the chain is too short", 1, "X-Forwarded-Proto: https",
            "X-Forwarded-Host: evil.example", "X-Forwarded-Port: 1", client: peer),
        x(
            "a host that is the client's own word, as these proxies write none", 1,
            "X-Forwarded-For: 203.0.113.1", "X-Forwarded-Proto: https",
            "X-Forwarded-Host: evil.example", writesHost: false, client: "203.0.113.1",
            isSecure: true),
        x(
            "what is none of them is not taken", 1, "X-Forwarded-For: 203.0.113.1",
            "X-Forwarded-Proto: gopher", "X-Forwarded-Host: a b/c", "X-Forwarded-Port: 65536",
            client: "203.0.113.1"),
    ]

    static let forwarded: [Case] = [
        rfc("nobody is believed", 0, "Forwarded: for=203.0.113.1", client: peer),
        rfc("one proxy", 1, "Forwarded: for=203.0.113.1", client: "203.0.113.1"),
        rfc(
            "all that a proxy may say", 1,
            "Forwarded: For=\"[2001:DB8::1]:4711\";Proto=https;by=203.0.113.43;host=\"a.example:8443\"",
            client: "2001:db8::1", host: "a.example:8443", isSecure: true),
        rfc(
            "a client that invents addresses", 1, "Forwarded: for=10.0.0.1;host=evil.example",
            "Forwarded: for=203.0.113.1;proto=http", client: "203.0.113.1"),
        rfc(
            "two proxies", 2,
            "Forwarded: for=10.0.0.1, for=203.0.113.1;host=a.example, for=1.1.1.1;host=b",
            client: "203.0.113.1", host: "a.example"),
        rfc("fewer than there are proxies", 2, "Forwarded: for=203.0.113.1", client: peer),
        rfc(
            "a quote that a client opens and never closes", 1,
            "Forwarded: for=\"10.0.0.1, for=203.0.113.1",
            client: "203.0.113.1"),
        rfc(
            "a quote that a client opens before one that is right", 1,
            "Forwarded: for=\"x, for=\"[2001:db8::1]\"", client: "2001:db8::1"),
        rfc(
            "a comma and an escaped quote in a string", 1,
            "Forwarded: for=10.0.0.1, for=203.0.113.1;secret=\"a, \\\"b\"", client: "203.0.113.1"),
        rfc(
            "an escaped letter", 1, "Forwarded: for=\"203.0.113\\.1\"", client: "203.0.113.1"),
        rfc("hidden", 1, "Forwarded: for=_hidden", client: peer),
        rfc("unknown", 1, "Forwarded: for=unknown", client: peer),
        rfc("a hidden port", 1, "Forwarded: for=\"203.0.113.1:_x\"", client: "203.0.113.1"),
        rfc(
            "without for", 1, "Forwarded: by=203.0.113.1;proto=https", client: peer, isSecure: true),
        rfc(
            "twice the same", 1, "Forwarded: for=203.0.113.1;for=10.0.0.1;proto=https", client: peer
        ),
        rfc("no pair", 1, "Forwarded: 203.0.113.1", client: peer),
        rfc("no value", 1, "Forwarded: for=;proto=https", client: peer),
        rfc(
            "a semicolon at the end", 1, "Forwarded: for=203.0.113.1; proto=https;",
            client: "203.0.113.1", isSecure: true),
        rfc("something behind a string", 1, "Forwarded: for=\"203.0.113.1\"x", client: peer),
        rfc("a backslash at the end", 1, "Forwarded: for=\"203.0.113.1\\", client: peer),
        rfc("the other header is not read", 1, "X-Forwarded-For: 203.0.113.1", client: peer),
    ]

    @Test(arguments: forwardedFor + forwarded)
    func `X-14 the client is as many places from the end as there are proxies`(_ row: Case) throws {
        let origin = row.proxies.origin(
            of: try Self.head(row.fields), peer: Array(Self.peer.utf8), isSecure: false)
        var wanted = RequestOrigin(peer: Array(Self.peer.utf8), isSecure: row.isSecure)
        wanted.client = Array(row.client.utf8)
        wanted.host = row.host.map { Array($0.utf8) }
        wanted.port = row.port
        #expect(origin == wanted)
    }

    @Test func `a proxy that speaks clear text to its client says so over TLS`() throws {
        let head = try Self.head(["X-Forwarded-For: 203.0.113.1", "X-Forwarded-Proto: http"])
        let origin = TrustedProxies(hops: 1).origin(of: head, peer: [], isSecure: true)
        #expect(!origin.isSecure)
    }

    /// Whatever the first elements are, they do not move the last one.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `nothing that a client writes before it changes what the proxy says`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let alphabet = Array("\"\\,;= [](:_a1.".utf8)
        let noise = (0..<Int.random(in: 0...40, using: &random)).map { _ in
            alphabet.randomElement(using: &random) ?? 0x61
        }
        let prefix = String(decoding: noise, as: UTF8.self)
        for (header, said) in [
            (TrustedProxies.Header.forwardedFor, "X-Forwarded-For: \(prefix), 203.0.113.1"),
            (.forwarded, "Forwarded: \(prefix), for=\"203.0.113.1\""),
        ] {
            let proxies = TrustedProxies(hops: 1, header: header)
            let origin = proxies.origin(of: try Self.head([said]), peer: [], isSecure: false)
            #expect(String(decoding: origin.client, as: UTF8.self) == "203.0.113.1", "\(said)")
        }
    }
}
