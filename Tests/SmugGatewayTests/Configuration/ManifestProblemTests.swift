import Testing

@testable import SmugGateway

@Suite struct ManifestProblemTests {
    typealias Case = Named<String, [String]>

    private static func number(_ value: String, _ wanted: String) -> Case {
        Case(
            "MaxInflightInvocations: \(value)",
            ManifestFixture.top("MaxInflightInvocations: \(value)"),
            ["10:25 MaxInflightInvocations \(wanted)"])
    }

    static let numbers = [
        number("-1", "is -1, less than 1"), number("0", "is 0, less than 1"),
        number("100001", "is 100001, more than 100000"),
        number("1.5", "is 1.5, not a whole number"),
        number(".inf", "is .inf, not a whole number"),
        number(".nan", "is .nan, not a whole number"),
        number("99999999999999999999", "is 99999999999999999999, which is out of range"),
        number("abc", "is the text \"abc\", not a whole number"),
        number("\"\"", "is the text \"\", not a whole number"),
        number("\"-1\"", "is -1, less than 1"), number("\"1.5\"", "is 1.5, not a whole number"),
        number("\"0x10\"", "is the text \"0x10\", not a whole number"),
        number("true", "is the boolean true, not a whole number"),
        number("~", "is empty, not a whole number"), number("[1]", "is a list, not a whole number"),
        number("{}", "is a mapping, not a whole number"),
    ]

    static let top: [Case] = [
        Case("a list", "[]", ["1:1  is a list, not a mapping"]),
        Case("text", "abc", ["1:1  is the text \"abc\", not a mapping"]),
        Case(
            "nothing of what is required", "{}",
            ["1:1 ListenAddr is missing", "1:1 Spec is missing"]),
        Case(
            "zero queue", ManifestFixture.top("MaxQueueDepthPerKey: 0"),
            ["10:22 MaxQueueDepthPerKey is 0, less than 1"]),
        Case(
            "an admin listener where the gateway's is",
            "ListenAddr: :3000\nAdminAddr: 127.0.0.1:3000\nSpec: "
                + "{ paths: { /: { get: \(ManifestFixture.operation) } } }",
            ["2:12 AdminAddr is 127.0.0.1:3000, within ListenAddr, which is :3000"]),
        Case(
            "zero pending", ManifestFixture.top("MaxPendingInvocations: 0"),
            ["10:24 MaxPendingInvocations is 0, less than 1"]),
        Case(
            "zero requests", ManifestFixture.top("MaxInflightRequests: 0"),
            ["10:22 MaxInflightRequests is 0, less than 1"]),
        Case(
            "zero timeout", ManifestFixture.top("DefaultTimeoutMs: 0"),
            ["10:19 DefaultTimeoutMs is 0, less than 1"]),
        Case(
            "a payload above Lambda's", ManifestFixture.top("MaxInvokePayloadBytes: 6291457"),
            ["10:24 MaxInvokePayloadBytes is 6291457, more than 6291456"]),
        Case(
            "X-16c an unknown key", ManifestFixture.top("MaxBodybyte: 1"),
            ["10:1 MaxBodybyte is not a known key"]),
        Case(
            "a key that there is not", ManifestFixture.top("Waf: {}"),
            ["10:1 Waf is not a known key"]),
        Case(
            "a repeated key", ManifestFixture.top("ListenAddr: :1"),
            ["10:1 ListenAddr was given before, on line 1"]),
        Case(
            "a region that is none", ManifestFixture.top("AwsRegion: US East"),
            ["10:12 AwsRegion is \"US East\", which is not a region"]),
        Case(
            "a region that is a number", ManifestFixture.top("AwsRegion: 5"),
            ["10:12 AwsRegion is the number 5, not a text"]),
        Case(
            "an address that is a number",
            ManifestFixture.minimal.replacing("127.0.0.1:3000", with: "3000"),
            ["1:13 ListenAddr is the number 3000, not a text"]),
        Case(
            "an address without port",
            ManifestFixture.minimal.replacing("127.0.0.1:3000", with: "localhost"),
            ["1:13 ListenAddr is \"localhost\", without a port"]),
        Case(
            "headers that are no list", ManifestFixture.top("ForwardHeaders:\n  Allow: x-a"),
            ["11:10 ForwardHeaders.Allow is the text \"x-a\", not a list"]),
        Case(
            "no header name",
            ManifestFixture.top("ForwardHeaders:\n  Deny:\n    - x-a\n    - 'x a'\n    - ''"),
            [
                "13:7 ForwardHeaders.Deny[1] has \"x a\", which no header can be named",
                "14:7 ForwardHeaders.Deny[2] has an empty header name",
            ]),
        Case(
            "an unknown list", ManifestFixture.top("ForwardHeaders:\n  Alow: []"),
            ["11:3 ForwardHeaders.Alow is not a known key"]),
        Case(
            "empty headers", ManifestFixture.top("ForwardHeaders:"),
            ["10:16 ForwardHeaders is empty, not a mapping"]),
        Case(
            "broken YAML", "ListenAddr: [",
            [
                "1:14  is not valid YAML: did not find expected node content, "
                    + "while parsing a flow node"
            ]),
        Case("no YAML", "", ["1:1  is empty"]),
    ]

    @Test(arguments: numbers + top)
    func `a problem has its place and says what is wrong`(_ row: Named<String, [String]>) {
        #expect(ManifestFixture.problems(row.given) == row.wanted)
    }

    @Test func `every problem is reported at once, in the order of the file`() {
        let text = """
            MaxBodyBytes: -1
            ListenAddr: nowhere
            Bogus: 1
            Spec:
              paths:
                hello:
                  gte: {}
                  get:
                    x-smug: { maxWaitMs: x, maxBatchSize: 0, maxWait: 1 }
                /b: { post: { x-target-lambda: "?", x-smug: { maxWaitMs: 1, maxBatchSize: 1 } } }
            Local: { Functions: { f: {} } }
            """
        #expect(
            ManifestFixture.problems(text) == [
                "1:15 MaxBodyBytes is -1, less than 0",
                "2:13 ListenAddr is \"nowhere\", without a port",
                "3:1 Bogus is not a known key",
                "6:5 Spec.paths.hello does not start with a slash",
                "7:7 Spec.paths.hello.gte is not a known key",
                "8:7 Spec.paths.hello.get.x-target-lambda is missing",
                "9:30 Spec.paths.hello.get.x-smug.maxWaitMs is the text \"x\", not a whole number",
                "9:47 Spec.paths.hello.get.x-smug.maxBatchSize is 0, less than 1",
                "9:50 Spec.paths.hello.get.x-smug.maxWait is not a known key",
                "10:36 Spec.paths./b.post.x-target-lambda is \"?\", which does not name a function",
                "11:23 Local.Functions.f.Command is missing",
            ])
    }

    @Test func `a problem is two lines, with a link to its place`() {
        let problems = ManifestFixture.found(ManifestFixture.top("ListenAdr: 1"))
        #expect(
            problems.map(\.description) == [
                "gateway.yaml:10:1: ListenAdr is not a known key\n    did you mean `ListenAddr`?"
            ])
        #expect(
            ManifestFixture.found("").first?.description
                == "gateway.yaml:1:1: the manifest is empty\n    start with `ListenAddr` and `Spec`"
        )
    }

    static let remedies: [Named<String, String>] = [
        Named(
            "a range", ManifestFixture.top("IdleTtlMs: 0"), "give a whole number from 1 to 86400000"
        ),
        Named(
            "a near name", ManifestFixture.top("maxbodybytes: 1"), "did you mean `MaxBodyBytes`?"),
        Named(
            "no near name", ManifestFixture.top("ForwardHeaders: { Only: [] }"),
            "remove it; known here: `Allow`, `Deny`"),
        Named("what is missing", "Spec: { paths: {} }", "add `ListenAddr: 127.0.0.1:3000`"),
        Named(
            "a near extension",
            ManifestFixture.minimal.replacing("x-target-lambda", with: "x-target-lamda"),
            "rename `x-target-lamda` if that is what it stands for"),
        Named(
            "a number for text", ManifestFixture.top("AwsRegion: 5"),
            "put it in quotes if it is meant: \"5\""),
        Named("empty text", ManifestFixture.top("AwsRegion:"), "give a value, or remove the key"),
        Named("a word", ManifestFixture.batching("invokeMode: buffer"), "did you mean `buffered`?"),
        Named("a mapping", ManifestFixture.top("Local: 1"), "give it keys: `Functions`"),
        Named("no mapping at all", "[]", "give it keys: `ListenAddr`, `Spec`"),
        Named(
            "a space in a dimension", ManifestFixture.batching("key:\n- header: x-a"),
            "write `header:x-a`, without the space"),
    ]

    @Test(arguments: remedies) func `a problem says what to do`(_ row: Named<String, String>) {
        #expect(ManifestFixture.found(row.given).first?.remedy == row.wanted)
    }

    @Test func `what a message repeats is short and printable`() {
        let text = String(repeating: "x", count: 100)
        let found = ManifestFixture.found(ManifestFixture.top("AwsRegion: \"\\e[31m\(text)\""))
        #expect(
            found.first?.message
                == "is \"\u{FFFD}[31m\(text.prefix(55))…\", which is not a region")
        let key = ManifestFixture.found(ManifestFixture.top("\"\\e[31m\": 1"))
        #expect(
            key.first?.description.hasPrefix("gateway.yaml:10:1: \u{FFFD}[31m is not") == true)
    }
}
