import SmugHTTP
import Testing

@testable import SmugGateway

@Suite struct SpecDecoderTests {
    typealias Case = Named<String, [String]>

    private static let route = "Spec.paths./hello.get"

    private static func batching(_ name: String, _ lines: String, _ wanted: String...) -> Case {
        Case(
            name, ManifestFixture.batching(lines),
            wanted.map { $0.replacing("@", with: "\(route).x-smug") })
    }

    private static func only(_ name: String, _ lines: String, _ wanted: String...) -> Case {
        Case(
            name, ManifestFixture.onlyBatching(lines),
            wanted.map { $0.replacing("@", with: "\(route).x-smug") })
    }

    private static func function(_ text: String, _ wanted: String) -> Case {
        Case(
            "function \(text)",
            ManifestFixture.minimal.replacing(
                "x-target-lambda: hello", with: "x-target-lambda: \(text)"),
            ["6:26 \(route).x-target-lambda \(wanted)"])
    }

    static let batching: [Case] = [
        only("no window", "maxBatchSize: 1", "7:9 @.maxWaitMs is missing"),
        only("no size", "maxWaitMs: 1", "7:9 @.maxBatchSize is missing"),
        only(
            "a negative window", "maxWaitMs: -1\nmaxBatchSize: 1",
            "8:22 @.maxWaitMs is -1, less than 0"),
        only("no window at all", "maxWaitMs: 0\nmaxBatchSize: 1"),
        only("size 0", "maxWaitMs: 1\nmaxBatchSize: 0", "9:25 @.maxBatchSize is 0, less than 1"),
        only(
            "size 10001", "maxWaitMs: 1\nmaxBatchSize: 10001",
            "9:25 @.maxBatchSize is 10001, more than 10000"),
        only(
            "a window as long as the timeout", "maxWaitMs: 2000\nmaxBatchSize: 1",
            "8:22 @.maxWaitMs is 2000, not less than the timeout, which is 2000"),
        only("a window below the default timeout", "maxWaitMs: 1999\nmaxBatchSize: 1"),
        only(
            "X-16b a window as long as the route's timeout",
            "maxWaitMs: 50\nmaxBatchSize: 1\ntimeoutMs: 50",
            "8:22 @.maxWaitMs is 50, not less than the timeout, which is 50"),
        only(
            "a wrong timeout is reported once", "maxWaitMs: 50\nmaxBatchSize: 1\ntimeoutMs: 0",
            "10:22 @.timeoutMs is 0, less than 1"),
        batching(
            "a timeout above Lambda's", "timeoutMs: 900001",
            "10:22 @.timeoutMs is 900001, more than 900000"),
        batching(
            "no time for a stream", "streamTimeoutMs: 0",
            "10:28 @.streamTimeoutMs is 0, less than 1"),
        batching(
            "another mode", "invokeMode: async",
            "10:23 @.invokeMode is \"async\", not `buffered` or `response_stream`"),
        batching(
            "bytes above the gateway's", "maxBatchBytes: 6291457",
            "10:26 @.maxBatchBytes is 6291457, more than 6291456"),
        batching(
            "invocations above the gateway's", "maxInflightInvocations: 65",
            "10:35 @.maxInflightInvocations is 65, more than MaxInflightInvocations, which is 64"),
        batching(
            "no invocations", "maxInflightInvocations: 0",
            "10:35 @.maxInflightInvocations is 0, less than 1"),
        batching("no queue", "maxQueueDepth: 0", "10:26 @.maxQueueDepth is 0, less than 1"),
        batching("a batch as large as its queue is fine", "maxQueueDepth: 4"),
        batching(
            "a batch larger than its queue", "maxQueueDepth: 3",
            "9:25 @.maxBatchSize is 4, more than maxQueueDepth, which is 3: "
                + "so many never wait together"),
        only(
            "a batch larger than the gateway's queue", "maxWaitMs: 25\nmaxBatchSize: 2000",
            "9:25 @.maxBatchSize is 2000, more than MaxQueueDepthPerKey, which is 1000: "
                + "so many never wait together"),
        batching("a body above the gateway's is fine", "maxBodyBytes: 2000000"),
        batching("an unknown key", "maxRepeats: 1", "10:11 @.maxRepeats is not a known key"),
        Case(
            "batching that is empty", ManifestFixture.onlyBatching(""),
            ["7:16 \(route).x-smug is empty, not a mapping"]),
    ]

    static let keys: [Case] = [
        batching(
            "a repeat", "key:\n- header:X-A\n- query:a\n- header:x-a\n- query:A",
            "13:13 @.key[2] repeats \"header:x-a\""),
        batching("implied dimensions may repeat", "key: [method, method, route]"),
        batching("no header name", "key: ['header:']", "10:17 @.key[0] has an empty header name"),
        batching("no query name", "key: ['query:']", "10:17 @.key[0] has an empty query name"),
        batching(
            "a wrong header name", "key: ['header:a b']",
            "10:17 @.key[0] has \"a b\", which no header can be named"),
        batching(
            "another dimension", "key: [cookie:a]",
            "10:17 @.key[0] is \"cookie:a\", which is not part of a request"),
        batching(
            "a space after the colon", "key:\n- header: x-a",
            "11:13 @.key[0] is a mapping, not a text"),
        batching(
            "no list", "key: header:x-a", "10:16 @.key is the text \"header:x-a\", not a list"),
        Case(
            "a denied header",
            ManifestFixture.batching("key: [header:X-Tenant]")
                + "\nForwardHeaders: { Deny: [x-tenant] }",
            [
                "10:17 \(route).x-smug.key[0] batches by the header x-tenant, "
                    + "which ForwardHeaders holds back"
            ]),
        Case(
            "a header not allowed",
            ManifestFixture.batching("key: [header:X-Tenant]")
                + "\nForwardHeaders: { Allow: [accept] }",
            [
                "10:17 \(route).x-smug.key[0] batches by the header x-tenant, "
                    + "which ForwardHeaders holds back"
            ]),
        batching(
            "a header of the connection", "key: [header:a, header:Keep-Alive]",
            "10:27 @.key[1] batches by the header keep-alive, "
                + "which is about one connection and never goes to functions"),
        batching(
            "a lookalike", "key: [header:x_forwarded_for]",
            "10:17 @.key[0] batches by the header x_forwarded_for, "
                + "which functions could take for x-forwarded-for and therefore do not get"),
        batching("an underscore", "key: [header:x_user]"),
        batching(
            "what nobody vouches for", "key: [header:x-forwarded-host]",
            "10:17 @.key[0] batches by the header x-forwarded-host, "
                + "which no trusted proxy writes: functions get what the gateway believes instead"),
        Case(
            "what a trusted proxy writes",
            ManifestFixture.batching("key: [header:x-forwarded-host]")
                + "\nTrustedProxyHops: 1\nTrustedForwardedHost: on", []),
        Case(
            "what its client may write through a trusted proxy",
            ManifestFixture.batching("key: [header:x-forwarded-host]")
                + "\nTrustedProxyHops: 1",
            [
                "10:17 \(route).x-smug.key[0] batches by the header x-forwarded-host, "
                    + "which no trusted proxy writes: functions get what the gateway believes "
                    + "instead"
            ]),
        Case(
            "what a trusted proxy writes elsewhere",
            ManifestFixture.batching("key: [header:x-forwarded-host]")
                + "\nTrustedProxyHops: 1\nTrustedProxyHeader: forwarded",
            [
                "10:17 \(route).x-smug.key[0] batches by the header x-forwarded-host, "
                    + "which no trusted proxy writes: functions get what the gateway believes "
                    + "instead"
            ]),
        Case(
            "an allowed header",
            ManifestFixture.batching("key: [header:X-Tenant]")
                + "\nForwardHeaders: { Allow: [x-tenant] }", []),
    ]

    static let tenant: [Case] = [
        batching("by header", "tenant: header:X-Tenant"),
        batching("by query", "tenant: query:tenant"),
        batching("in the key too", "tenant: header:x-tenant\nkey: [header:X-Tenant]"),
        batching(
            "by what all share", "tenant: route",
            "10:19 @.tenant is what all requests of the route share, "
                + "which tells no tenants apart"),
        batching(
            "by nothing of a request", "tenant: x-tenant",
            "10:19 @.tenant is \"x-tenant\", which is not part of a request"),
        batching(
            "X-1 by a header of the connection", "tenant: header:Upgrade",
            "10:19 @.tenant tells tenants apart by the header upgrade, "
                + "which is about one connection and never goes to functions"),
        Case(
            "X-1 by a denied header",
            ManifestFixture.batching("tenant: header:X-Tenant")
                + "\nForwardHeaders: { Deny: [x-tenant] }",
            [
                "10:19 \(route).x-smug.tenant tells tenants apart by the header x-tenant, "
                    + "which ForwardHeaders holds back"
            ]),
        Case(
            "X-1 by a header not allowed",
            ManifestFixture.batching("tenant: header:X-Tenant")
                + "\nForwardHeaders: { Allow: [accept] }",
            [
                "10:19 \(route).x-smug.tenant tells tenants apart by the header x-tenant, "
                    + "which ForwardHeaders holds back"
            ]),
    ]

    static let retries: [Case] = [
        batching("none", "retries: 0"),
        batching("too many", "retries: 11", "10:20 @.retries is 11, more than 10"),
        batching(
            "too many in a mapping", "retries: { max: 11 }",
            "10:27 @.retries.max is 11, more than 10"),
        batching("no number", "retries: {}", "10:11 @.retries.max is missing"),
        batching("a number as text", "retries: '3'"),
        batching("a list", "retries: [1]", "10:20 @.retries is a list, not a whole number"),
        batching(
            "no method", "retries: { max: 1, methods: ['a b'] }",
            "10:40 @.retries.methods[0] is \"a b\", which is no method"),
        batching("a boolean as text", "retries: { max: 1, retryUnsafe: 'true' }"),
        batching(
            "no boolean", "retries: { max: 1, retryUnsafe: maybe }",
            "10:43 @.retries.retryUnsafe is the text \"maybe\", not `true` or `false`"),
        batching(
            "delays the wrong way round", "retries: { max: 1, baseDelayMs: 9, maxDelayMs: 8 }",
            "10:43 @.retries.baseDelayMs is 9, more than maxDelayMs, which is 8"),
        batching(
            "an unknown key", "retries: { max: 1, jitter: full }",
            "10:30 @.retries.jitter is not a known key"),
    ]

    static let dynamicWait: [Case] = [
        batching("no minimum", "dynamicWait: {}", "10:11 @.dynamicWait.minWaitMs is missing"),
        batching(
            "a minimum above the maximum", "dynamicWait:\n  minWaitMs: 26",
            "11:24 @.dynamicWait.minWaitMs is 26, more than maxWaitMs, which is 25"),
        batching("a minimum that is the maximum", "dynamicWait: { minWaitMs: 25 }"),
        batching(
            "a negative minimum", "dynamicWait: { minWaitMs: -1 }",
            "10:37 @.dynamicWait.minWaitMs is -1, less than 0"),
        batching(
            "a negative rate", "dynamicWait: { minWaitMs: 1, targetRps: -0.5 }",
            "10:51 @.dynamicWait.targetRps is the number -0.5, not a finite number of at least 0"),
        batching("rate 0", "dynamicWait: { minWaitMs: 1, targetRps: 0 }"),
        batching(
            "an infinite rate", "dynamicWait: { minWaitMs: 1, targetRps: .inf }",
            "10:51 @.dynamicWait.targetRps is the number .inf, not a finite number of at least 0"),
        batching(
            "no steepness", "dynamicWait: { minWaitMs: 1, steepness: 0 }",
            "10:51 @.dynamicWait.steepness is the number 0, not a finite number above 0"),
        batching(
            "steepness that is no number", "dynamicWait: { minWaitMs: 1, steepness: .nan }",
            "10:51 @.dynamicWait.steepness is the number .nan, not a finite number above 0"),
        batching(
            "no interval", "dynamicWait: { minWaitMs: 1, samplingIntervalMs: 0 }",
            "10:60 @.dynamicWait.samplingIntervalMs is 0, less than 1"),
        batching(
            "no samples", "dynamicWait: { minWaitMs: 1, smoothingSamples: 0 }",
            "10:58 @.dynamicWait.smoothingSamples is 0, less than 1"),
        batching(
            "an unknown key", "dynamicWait: { minWaitMs: 1, target: 2 }",
            "10:40 @.dynamicWait.target is not a known key"),
    ]

    static let operations: [Case] = [
        function("''", "is \"\", which does not name a function"),
        function("my fn", "is \"my fn\", which does not name a function"),
        function("12", "is the number 12, not a text"),
        function("{ a: 1 }", "is a mapping, not a text"),
        Case(
            "both names", ManifestFixture.minimal + "\n        x-lpr: {}",
            ["10:9 \(route).x-lpr stands beside `x-smug`, of which it is the former name"]),
        Case(
            "no batching", ManifestFixture.paths("/a:\n  get:\n    x-target-lambda: f"),
            ["5:7 Spec.paths./a.get.x-smug is missing"]),
        Case(
            "no operation", ManifestFixture.paths("/a:\n  get:"),
            ["5:11 Spec.paths./a.get is empty, not a mapping"]),
        Case(
            "an unknown key", ManifestFixture.minimal + "\n        timeoutMs: 1",
            ["10:9 \(route).timeoutMs is not a known key"]),
        Case("an extension of somebody", ManifestFixture.minimal + "\n        x-other: 1", []),
        Case(
            "an operation id that is a number",
            ManifestFixture.minimal + "\n        operationId: 1",
            ["10:22 \(route).operationId is the number 1, not a text"]),
        Case(
            "an unknown method", ManifestFixture.minimal + "\n      trace: {}",
            ["10:7 Spec.paths./hello.trace is not a known key"]),
        Case(
            "a method in capitals", ManifestFixture.minimal + "\n      POST: {}",
            ["10:7 Spec.paths./hello.POST is not a known key"]),
        Case(
            "a path without methods",
            ManifestFixture.minimal + "\n    /b: { summary: x, $ref: y, x-a: 1 }", []),
        Case("no path", "ListenAddr: :0\nSpec: {}", ["2:1 Spec.paths is missing"]),
        Case("no route", "ListenAddr: :0\nSpec:\n  paths: {}", ["3:3 Spec.paths holds no route"]),
        Case(
            "paths that are a list", "ListenAddr: :0\nSpec:\n  paths: []",
            ["3:10 Spec.paths is a list, not a mapping"]),
        Case(
            "OpenAPI around the paths",
            "ListenAddr: :0\nSpec: { openapi: 3.1, path: {}, paths: {} }",
            ["2:23 Spec.path is not a known key", "2:33 Spec.paths holds no route"]),
        Case(
            "health", ManifestFixture.templates(["/healthz", "/ready%7A"]),
            [
                "4:5 Spec.paths./healthz is answered by the gateway itself",
                "5:5 Spec.paths./ready%7A is answered by the gateway itself",
            ]),
        Case("below health", ManifestFixture.templates(["/healthz/", "/healthz/a", "/{x}"]), []),
        Case(
            "a conflict beside a wrong limit",
            "MaxBodyBytes: x\n" + ManifestFixture.templates(["/{a}", "/{b}"]),
            [
                "1:15 MaxBodyBytes is the text \"x\", not a whole number",
                "6:15 Spec.paths./{b}.get answers the same requests as GET /{a}, on line 5",
            ]),
        Case(
            "the same path, spelt in two ways",
            ManifestFixture.templates(["/a/{x}", "/b", "/a/{y}", "/%62"]),
            [
                "6:17 Spec.paths./a/{y}.get answers the same requests as GET /a/{x}, on line 4",
                "7:15 Spec.paths./%62.get answers the same requests as GET /b, on line 5",
            ]),
    ]

    @Test(arguments: batching + keys + tenant + retries + dynamicWait + operations)
    func `every rule of the spec is kept`(_ row: Named<String, [String]>) {
        #expect(ManifestFixture.problems(row.given) == row.wanted)
    }

    @Test func `templates are refused at their key`() {
        #expect(
            ManifestFixture.problems(
                ManifestFixture.templates(["/a/{x}.json", "/a/{b+}/c", "/%zz"])) == [
                    "4:5 Spec.paths./a/{x}.json "
                        + "has braces around a part of the segment \"{x}.json\"",
                    "5:5 Spec.paths./a/{b+}/c has `{b+}` before its end",
                    "6:5 Spec.paths./%zz has a `%` without two hexadecimal digits in \"%zz\"",
                ])
    }

    @Test func `every method has its route`() throws {
        let methods = ["get", "head", "post", "put", "delete", "patch", "options", "any"]
        let lines = methods.map { "  \($0): \(ManifestFixture.operation)" }.joined(separator: "\n")
        let routes = try ManifestFixture.parse(ManifestFixture.paths("/a:\n" + lines)).routes
        let wanted: [HTTPMethod?] = [.get, .head, .post, .put, .delete, .patch, .options, nil]
        #expect(routes.map(\.method) == wanted)
    }

    @Test func `who checks functions can be exchanged`() {
        let error = #expect(throws: ManifestError.self) {
            try Manifest(parsing: Array(ManifestFixture.minimal.utf8), file: "a") {
                text throws(TextFault) in
                throw TextFault("is \(text)", remedy: "no")
            }
        }
        #expect(error?.problems.map(\.message) == ["is hello"])
    }
}
