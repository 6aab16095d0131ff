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
        top("TrustedProxyHops: 1\nTrustedForwardedHost: on"),
        top(
            "TrustedForwardedHost: on",
            "10:1 TrustedForwardedHost says where proxies write, and none is trusted"),
        top(
            "TrustedProxyHops: 1\nTrustedProxyHeader: forwarded\nTrustedForwardedHost: on",
            "12:1 TrustedForwardedHost is about `X-Forwarded-Host`, and these proxies write"
                + " `Forwarded`"),
    ]

    /// The same for a route, from line 10, column 11.
    private static func route(_ lines: String, _ wanted: String...) -> Case {
        Case(
            lines, ManifestFixture.batching(lines),
            wanted.map { $0.replacing("@", with: "Spec.paths./hello.get.x-smug.cors") })
    }

    static let cors: [Case] = [
        top("Cors: { AllowOrigins: [https://a.example, 'https://*.b.example'] }"),
        top("Cors: { AllowOrigins: ['*'], AllowMethods: ['*'], AllowHeaders: ['*'], MaxAge: 0 }"),
        top("Cors: {}", "10:1 Cors.AllowOrigins is missing"),
        top("Cors: off", "10:7 Cors is the text \"off\", not a mapping"),
        top(
            "Cors: { allowOrigins: ['*'] }", "10:1 Cors.AllowOrigins is missing",
            "10:9 Cors.allowOrigins is not a known key"),
        top("Cors: { AllowOrigins: [] }", "10:23 Cors.AllowOrigins is empty"),
        top(
            "Cors: { AllowOrigins: ['*', https://a.example] }",
            "10:24 Cors.AllowOrigins[0] is `*` beside others"),
        top(
            "Cors: { AllowOrigins: [a.example, 'null'] }",
            "10:24 Cors.AllowOrigins[0] is \"a.example\", without a scheme",
            "10:35 Cors.AllowOrigins[1] is the origin of every page that hides its own"),
        top(
            "Cors: { AllowOrigins: ['*'], AllowHeaders: [x-a, '*'], AllowCredentials: true }",
            "10:24 Cors.AllowOrigins[0] is `*`, which browsers do not take where there are credentials",
            "10:50 Cors.AllowHeaders[1] is `*`, which browsers do not take where there are credentials"
        ),
        top(
            "Cors: { AllowOrigins: ['*'], AllowMethods: [G T], AllowHeaders: ['a b'], MaxAge: 86401 }",
            "10:45 Cors.AllowMethods[0] is \"G T\", which is no method",
            "10:66 Cors.AllowHeaders[0] has \"a b\", which no header can be named",
            "10:82 Cors.MaxAge is 86401, more than 86400"),
        top(
            "Cors: { AllowOrigins: [\((0...100).map { "https://a\($0).example" }.joined(separator: ","))] }",
            "10:23 Cors.AllowOrigins has 101 origins, more than 100"),
        route("cors: off"),
        route("cors: \"off\""),
        route("cors: false"),
        route("cors: { allowOrigins: ['*'], allowCredentials: false, maxAge: 86400 }"),
        route("cors: on", "10:17 @ is `on`, which does not say who may read answers"),
        route("cors: {}", "10:11 @.allowOrigins is missing"),
    ]

    static let compression: [Case] = [
        top("Compression: on"),
        top("Compression: { Encodings: [gzip], MinBytes: 0, Types: [text/*, application/json] }"),
        top("Compression: maybe", "10:14 Compression is \"maybe\", not `on` or `off`"),
        top(
            "Compression: { Encodings: [br], MinBytes: -1, Types: ['*/*'] }",
            "10:28 Compression.Encodings[0] is \"br\", not `zstd` or `gzip`",
            "10:43 Compression.MinBytes is -1, less than 0",
            "10:55 Compression.Types[0] is \"*/*\", which is no media type"),
        top(
            "Compression: { Encodings: [], Types: [] }", "10:27 Compression.Encodings is empty",
            "10:38 Compression.Types is empty"),
        top("Compression: { encodings: [gzip] }", "10:16 Compression.encodings is not a known key"),
    ]

    @Test(arguments: proxies + cors + compression)
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
        #expect(
            try Self.edge("TrustedProxyHops: 2\nTrustedForwardedHost: on").proxies
                == TrustedProxies(hops: 2, writesHost: true))
    }

    private static func routeCORS(_ top: String, _ lines: String) throws -> CORSPolicy? {
        let text = ManifestFixture.batching(lines) + "\n" + top
        return try ManifestFixture.parse(text).routes.first?.edge.cors
    }

    @Test func `a route has what the gateway has, or all of its own`() throws {
        let gateway = "Cors: { AllowOrigins: ['*'], AllowMethods: [put], MaxAge: 5 }"
        let inherited = try #require(try Self.routeCORS(gateway, ""))
        #expect(inherited.origins == .every)
        #expect(inherited.methods == ["PUT"])
        #expect(inherited.maxAgeSeconds == 5)
        let own = "cors: { allowOrigins: ['https://a.example'], allowHeaders: [X-A] }"
        for top in [gateway, ""] {
            let policy = try #require(try Self.routeCORS(top, own))
            #expect(policy.origins == .listed([try OriginPattern(parsing: "https://a.example")]))
            #expect(policy.methods == [])
            #expect(policy.headers == ["x-a"])
            #expect(policy.maxAgeSeconds == nil)
        }
        #expect(try Self.routeCORS(gateway, "cors: off") == nil)
        #expect(try Self.routeCORS("", "") == nil)
    }

    @Test(arguments: [
        ("", "", nil), ("", "compression: on", 1024), ("", "compression: { minBytes: 5 }", 5),
        ("Compression: on", "", 1024), ("Compression: on", "compression: off", nil),
        ("Compression: { MinBytes: 7 }", "", 7),
        ("Compression: { MinBytes: 7 }", "compression: on", 7),
        ("Compression: { MinBytes: 7 }", "compression: { types: [text/*] }", 1024),
        ("Compression: off", "compression: on", 1024),
    ])
    func `a route is compressed as it says, or as its gateway`(
        top: String, lines: String, minBytes: Int?
    ) throws {
        let text = ManifestFixture.batching(lines) + "\n" + top
        let policy = try ManifestFixture.parse(text).routes.first?.edge.compression
        #expect(policy?.minBytes == minBytes)
    }

    @Test func `what is in effect is told`() throws {
        let manifest = try ManifestFixture.parse(ManifestFixture.top("TrustedProxyHops: 2"))
        let lines = manifest.resolved.map { "\($0.key)=\($0.value)" }
        #expect(lines.contains("TrustedProxyHops=2"))
        #expect(lines.contains("TrustedProxyHeader=x-forwarded-for"))
    }
}
