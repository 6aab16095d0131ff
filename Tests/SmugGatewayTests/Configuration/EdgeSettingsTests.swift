import Testing

@testable import SmugGateway

/// How a manifest says what holds between clients and routes.
@Suite struct EdgeSettingsTests {
    typealias Case = Named<String, [String]>

    /// The minimal manifest with more at its end, from line 10.
    private static func top(_ lines: String, _ wanted: String...) -> Case {
        Case(lines, ManifestFixture.top(lines), wanted)
    }

    static let proxies: [Case] = [
        top("TrustedProxyHops: 16\nTrustedProxyHeader: forwarded"),
        top("TrustedProxyHops: 1"),
        top("TrustedProxyHops: 17", "10:19 TrustedProxyHops is 17, more than 16"),
        top("TrustedProxyHops: -1", "10:19 TrustedProxyHops is -1, less than 0"),
        top(
            "TrustedProxyHops: 1\nTrustedProxyHeader: x-real-ip",
            "11:21 TrustedProxyHeader is \"x-real-ip\", not `x-forwarded-for` or `forwarded`"),
        top(
            "TrustedProxyHeader: forwarded",
            "10:1 TrustedProxyHeader says where proxies write, and none is trusted"),
    ]

    @Test(arguments: proxies)
    func `every rule of the edge is kept`(_ row: Case) {
        #expect(ManifestFixture.problems(row.given) == row.wanted)
    }

    private static func edge(_ lines: String) throws -> EdgeSettings {
        try ManifestFixture.parse(ManifestFixture.top(lines)).edge
    }

    @Test func `proxies are the manifest's`() throws {
        #expect(try Self.edge("").proxies == TrustedProxies(hops: 0))
        #expect(try Self.edge("TrustedProxyHops: 2").proxies == TrustedProxies(hops: 2))
        #expect(
            try Self.edge("TrustedProxyHops: 2\nTrustedProxyHeader: forwarded").proxies
                == TrustedProxies(hops: 2, header: .forwarded))
    }

    @Test func `what is in effect is told`() throws {
        let manifest = try ManifestFixture.parse(ManifestFixture.top("TrustedProxyHops: 2"))
        let lines = manifest.resolved.map { "\($0.key)=\($0.value)" }
        #expect(lines.contains("TrustedProxyHops=2"))
        #expect(lines.contains("TrustedProxyHeader=x-forwarded-for"))
    }
}
