import Testing

@testable import SmugGateway

@Suite struct ListenAddressTests {
    typealias Case = Named<String, [String]>

    static let accepted: [Case] = [
        Case("IPv4", "127.0.0.1:3000", ["127.0.0.1:3000", "127.0.0.1"]),
        Case("every IPv4 interface", "0.0.0.0:80", ["0.0.0.0:80", "0.0.0.0"]),
        Case("localhost", "localhost:3000", ["127.0.0.1:3000", "127.0.0.1"]),
        Case("Localhost", "LocalHost:1", ["127.0.0.1:1", "127.0.0.1"]),
        Case("no host", ":3000", [":3000", "::", "0.0.0.0"]),
        Case("IPv6", "[::1]:3000", ["[::1]:3000", "::1"]),
        Case("every IPv6 interface", "[::]:3000", ["[::]:3000", "::"]),
        Case("any port", "127.0.0.1:0", ["127.0.0.1:0", "127.0.0.1"]),
        Case("the last port", ":65535", [":65535", "::", "0.0.0.0"]),
    ]

    @Test(arguments: accepted) func `addresses are read`(_ row: Case) throws {
        let address = try ListenAddress(parsing: row.given)
        #expect([address.description] + address.candidates == row.wanted)
    }

    static let refused: [Named<String, String>] = [
        Named("nothing", "", "is \"\", without a port"),
        Named("no port", "127.0.0.1", "is \"127.0.0.1\", without a port"),
        Named("an empty port", "127.0.0.1:", "has the port \"\", not a number from 0 to 65535"),
        Named("a port too high", ":65536", "has the port \"65536\", not a number from 0 to 65535"),
        Named("a negative port", ":-1", "has the port \"-1\", not a number from 0 to 65535"),
        Named("a signed port", ":+1", "has the port \"+1\", not a number from 0 to 65535"),
        Named("a service name", ":http", "has the port \"http\", not a number from 0 to 65535"),
        Named("a name", "example.com:80", "names \"example.com\", which is not an IP address"),
        Named("IPv6 without brackets", "::1:3000", "has the IPv6 address ::1 without brackets"),
        Named(
            "an octet too large", "256.0.0.1:1", "names \"256.0.0.1\", which is not an IP address"),
        Named("IPv4 in brackets", "[1.2.3.4]:1", "names \"[1.2.3.4]\", which is not an IP address"),
        Named("a zone", "[fe80::1%eth0]:1", "names \"[fe80::1%eth0]\", which is not an IP address"),
        Named("a URL", "http://x:1", "names \"http://x\", which is not an IP address"),
    ]

    @Test(arguments: refused) func `what is no address is refused`(_ row: Named<String, String>) {
        let fault = #expect(throws: TextFault.self) { try ListenAddress(parsing: row.given) }
        #expect(fault?.message == row.wanted)
    }

    @Test func `the remedy for IPv6 without brackets may stand as it is in a manifest`() throws {
        let fault = #expect(throws: TextFault.self) { try ListenAddress(parsing: "::1:3000") }
        let remedy = try #require(fault?.remedy.split(separator: "`").last)
        let manifest = try ManifestFixture.parse(
            "ListenAddr: \(remedy)\nSpec: { paths: { /: { get: \(ManifestFixture.operation) } } }")
        #expect(manifest.listenAddress.description == "[::1]:3000")
    }

    @Test(arguments: [
        Named("the same", [":1", ":1"], true), Named("other ports", [":1", ":2"], false),
        Named("any ports", [":0", ":0"], false),
        Named("one of every interface", [":1", "127.0.0.1:1"], true),
        Named("one by IPv6 of every interface", [":1", "[::1]:1"], true),
        Named("one by IPv4 of every address of IPv6", ["[::]:1", "127.0.0.1:1"], true),
        Named("one of every address of IPv4", ["0.0.0.0:1", "localhost:1"], true),
        Named("IPv6 beside every address of IPv4", ["0.0.0.0:1", "[::1]:1"], false),
        Named("two addresses", ["127.0.0.1:1", "127.0.0.2:1"], false),
    ])
    func `two that cannot be listened at together are told`(_ row: Named<[String], Bool>) throws {
        let addresses = try row.given.map { try ListenAddress(parsing: $0) }
        #expect(addresses[0].overlaps(addresses[1]) == row.wanted)
        #expect(addresses[1].overlaps(addresses[0]) == row.wanted)
    }
}
