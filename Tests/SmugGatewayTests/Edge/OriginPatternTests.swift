import Testing

@testable import SmugGateway

@Suite struct OriginPatternTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let pattern: String
        let matches: [String]
        let others: [String]
        var testDescription: String { pattern }
    }

    @Test(arguments: [
        Case(
            pattern: "https://App.Example.com", matches: ["https://app.example.com"],
            others: [
                "http://app.example.com", "https://app.example.com:8443",
                "https://app.example.com.",
                "https://app.example.com.evil.example", "https://xapp.example.com", "null", "",
                "https://APP.example.com",
            ]),
        Case(
            pattern: "http://localhost:8080", matches: ["http://localhost:8080"],
            others: ["http://localhost", "http://localhost:80800"]),
        Case(
            pattern: "http://[::1]:3000", matches: ["http://[::1]:3000"], others: ["http://[::1]"]),
        Case(
            pattern: "https://*.example.com",
            matches: ["https://a.example.com", "https://a-1.b.example.com"],
            others: [
                "https://example.com", "https://.example.com", "https://evil-example.com",
                "https://example.com.evil.example", "http://a.example.com",
                "https://a.example.com:8443", "https://evil.example/.example.com",
                "https://evil.example#.example.com", "https://user@.example.com",
                "https://evil.example:1.example.com",
            ]),
        Case(
            pattern: "https://*.example.com:8443", matches: ["https://a.example.com:8443"],
            others: ["https://a.example.com", "https://a.example.com:18443"]),
        Case(
            pattern: "capacitor://localhost", matches: ["capacitor://localhost"],
            others: ["https://localhost"]),
    ])
    func `a pattern is one origin, or all below a domain`(_ row: Case) throws {
        let pattern = try OriginPattern(parsing: row.pattern)
        for origin in row.matches { #expect(pattern.matches(Array(origin.utf8)[...]), "\(origin)") }
        for origin in row.others { #expect(!pattern.matches(Array(origin.utf8)[...]), "\(origin)") }
    }

    @Test(arguments: [
        ("null", "is the origin of every page that hides its own"),
        ("app.example.com", "is \"app.example.com\", without a scheme"),
        ("://a", "is \"://a\", without a scheme"),
        ("a b://c", "is \"a b://c\", without a scheme"),
        ("https://a.example/", "is \"https://a.example/\", with a path"),
        ("https://a.example:443", "names its scheme's own port, which no browser writes"),
        ("http://a.example:80", "names its scheme's own port, which no browser writes"),
        ("https://", "is \"https://\", which is no origin"),
        ("https://a:", "is \"https://a:\", which is no origin"),
        ("https://a:65536", "is \"https://a:65536\", which is no origin"),
        ("https://*", "is \"https://*\", which is no origin"),
        ("https://*.", "is \"https://*.\", which is no origin"),
        ("https://a.*.example", "is \"https://a.*.example\", which is no origin"),
        ("https://*a.example", "is \"https://*a.example\", which is no origin"),
        ("https://a,b", "is \"https://a,b\", which is no origin"),
        ("https://[::x]", "is \"https://[::x]\", which is no origin"),
        ("https://a?b", "is \"https://a?b\", which is no origin"),
    ])
    func `what no browser could send is refused`(text: String, message: String) {
        let fault = #expect(throws: TextFault.self) { try OriginPattern(parsing: text) }
        #expect(fault?.message == message)
    }
}
