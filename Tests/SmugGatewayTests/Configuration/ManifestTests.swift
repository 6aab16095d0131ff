import SmugHTTP
import SmugProtocol
import Testing

@testable import SmugGateway

@Suite struct ManifestTests {
    @Test func `the smallest manifest has every default`() throws {
        let manifest = try ManifestFixture.parse(ManifestFixture.minimal)
        #expect(
            manifest.resolved.map { "\($0.key)=\($0.value)" } == [
                "ListenAddr=127.0.0.1:3000", "MaxInflightInvocations=64",
                "MaxPendingInvocations=256", "MaxInflightRequests=4096", "MaxQueueDepthPerKey=1000",
                "MaxBatchKeys=10000", "RetryBudgetPercent=20", "IdleTtlMs=30000",
                "DefaultTimeoutMs=2000", "MaxBodyBytes=1048576", "MaxInvokePayloadBytes=6291456",
                "DrainTimeoutMs=25000", "ReadTimeoutMs=10000", "IdleTimeoutMs=75000",
                "WriteTimeoutMs=30000", "StreamIdleTimeoutMs=60000", "StreamTimeoutMs=900000",
                "MaxStreamBufferBytes=4194304", "MaxStreamBufferTotalBytes=268435456",
                "MaxStreamRecordBytes=8388608",
                "ReloadIntervalMs=15000", "Routes=1",
            ])
        #expect(manifest.awsRegion == nil)
        #expect(manifest.forwardHeaders == .all)
        #expect(manifest.localFunctions.isEmpty)
        let route = try #require(manifest.routes.first)
        #expect(route.method == .get)
        #expect(route.description == "GET /hello")
        #expect(route.function == "hello")
        #expect(route.position == TextPosition(line: 5, column: 7))
        #expect(route.batching.maxWaitMilliseconds == 25)
        #expect(route.batching.maxBatchSize == 4)
        #expect(route.batching.maxBatchBytes == 6_291_456)
        #expect(route.batching.invokeMode == .buffered)
        #expect(route.batching.key == [])
        #expect(route.batching.window == .fixed)
        #expect(!route.batching.idleFastPath)
        #expect(route.batching.preferredBatchSizes == [])
        #expect(route.limits.timeoutMilliseconds == 2000)
        #expect(route.limits.maxBodyBytes == 1_048_576)
        #expect(route.limits.maxQueueDepth == 1000)
        #expect(route.limits.maxInflightInvocations == nil)
    }

    static let full = """
        ListenAddr: "[::1]:0"
        AwsRegion: eu-central-1
        MaxInflightInvocations: 8
        MaxPendingInvocations: 9
        MaxInflightRequests: 10
        MaxQueueDepthPerKey: 11
        MaxBatchKeys: 20
        RetryBudgetPercent: 30
        IdleTtlMs: 12
        DefaultTimeoutMs: 1300
        MaxBodyBytes: 14
        MaxInvokePayloadBytes: 1500
        DrainTimeoutMs: 0
        ReadTimeoutMs: 17
        IdleTimeoutMs: 18
        WriteTimeoutMs: 19
        StreamIdleTimeoutMs: 20
        StreamTimeoutMs: 21
        MaxStreamBufferBytes: 65536
        MaxStreamBufferTotalBytes: 70000
        MaxStreamRecordBytes: 1024
        ReloadIntervalMs: 222
        ForwardHeaders:
          Allow: [X-Tenant-Id, accept, X-Account]
          Deny: [cookie]
        Spec:
          openapi: 3.0.0
          info: { title: Orders, version: 1 }
          paths:
            /orders/{id}:
              summary: One order
              parameters: []
              any:
                operationId: order
                tags: [a]
                responses: { 200: { description: ok } }
                x-amazon-apigateway-integration: {}
                x-target-lambda: arn:aws:lambda:us-east-1:123456789012:function:orders:live
                x-smug:
                  maxWaitMs: 100
                  maxBatchSize: 16
                  maxBatchBytes: 1400
                  timeoutMs: 5000
                  invokeMode: buffered
                  key:
                    - header:X-Tenant-Id
                    - query:Region
                    - method
                    - route
                    - lambda
                    - target_lambda
                    - target-lambda
                  tenant: header:x-account
                  retries:
                    max: 3
                    methods: [post, GET]
                    retryUnsafe: true
                    baseDelayMs: 10
                    maxDelayMs: 20
                  maxInflightInvocations: 7
                  maxBodyBytes: 100
                  maxQueueDepth: 50
                  dynamicWait:
                    minWaitMs: 1
                    targetRps: 60
                    steepness: 0.05
                    samplingIntervalMs: 200
                    smoothingSamples: 5
                    normalize: true
                  idleFastPath: true
                  preferredBatchSizes: [4, 8]
        Local:
          Functions:
            orders:
              Command: ./orders --name "a b"
              Handler: Orders.handle
              Environment: { TABLE: orders, PORT: 8080, DEBUG: true, EMPTY: "" }
              Concurrency: 2
              TimeoutMs: 3000
              MemoryMb: 256
              Extensions: { watch: ./watch "a b" }
            other:
              Command: [./other, 1]
        """

    @Test func `every key arrives where it belongs`() throws {
        let manifest = try ManifestFixture.parse(Self.full)
        #expect(
            manifest.resolved.map { "\($0.key)=\($0.value)" } == [
                "ListenAddr=[::1]:0", "AwsRegion=eu-central-1", "MaxInflightInvocations=8",
                "MaxPendingInvocations=9", "MaxInflightRequests=10", "MaxQueueDepthPerKey=11",
                "MaxBatchKeys=20", "RetryBudgetPercent=30", "IdleTtlMs=12", "DefaultTimeoutMs=1300",
                "MaxBodyBytes=14",
                "MaxInvokePayloadBytes=1500", "DrainTimeoutMs=0", "ReadTimeoutMs=17",
                "IdleTimeoutMs=18", "WriteTimeoutMs=19",
                "StreamIdleTimeoutMs=20", "StreamTimeoutMs=21", "MaxStreamBufferBytes=65536",
                "MaxStreamBufferTotalBytes=70000",
                "MaxStreamRecordBytes=1024", "ReloadIntervalMs=222",
                "ForwardHeaders.Allow=x-tenant-id,accept,x-account", "ForwardHeaders.Deny=cookie",
                "Routes=1", "Local=orders,other",
            ])
        let route = try #require(manifest.routes.first)
        #expect(route.method == nil)
        #expect(route.description == "ANY /orders/{id}")
        #expect(route.operationID == "order")
        #expect(route.functionName == "orders")
        #expect(
            route.batching
                == BatchSettings(
                    maxWaitMilliseconds: 100, maxBatchSize: 16, maxBatchBytes: 1400,
                    invokeMode: .buffered,
                    key: [.header("x-tenant-id"), .query("Region"), .header("x-account")],
                    window: .dynamic(
                        DynamicWaitSettings(
                            minWaitMilliseconds: 1, targetRequestsPerSecond: 60, steepness: 0.05,
                            samplingIntervalMilliseconds: 200, smoothingSamples: 5,
                            isNormalized: true)),
                    idleFastPath: true, preferredBatchSizes: [4, 8], tenant: .header("x-account")))
        #expect(
            route.limits
                == RouteLimits(
                    timeoutMilliseconds: 5000, maxBodyBytes: 100, maxQueueDepth: 50,
                    maxInflightInvocations: 7))
    }

    @Test func `retries arrive too, also as a number alone`() throws {
        let route = try #require(try ManifestFixture.parse(Self.full).routes.first)
        #expect(
            route.retries
                == RetryPolicy(
                    maxRetries: 3, methods: [.post, .get], retriesUnsafe: true,
                    baseDelay: .milliseconds(10), maxDelay: .milliseconds(20)))
        let short = try ManifestFixture.parse(ManifestFixture.batching("retries: 2"))
        #expect(
            short.routes.first?.retries
                == RetryPolicy(
                    maxRetries: 2, methods: nil, retriesUnsafe: false,
                    baseDelay: .milliseconds(50), maxDelay: .milliseconds(1000)))
        let none = try ManifestFixture.parse(ManifestFixture.minimal)
        #expect(none.routes.first?.retries == nil)
    }

    @Test func `local functions arrive too`() throws {
        let manifest = try ManifestFixture.parse(Self.full)
        #expect(
            manifest.localFunctions == [
                LocalFunction(
                    name: "orders", command: ["./orders", "--name", "a b"],
                    handler: "Orders.handle",
                    environment: [
                        .init(name: "TABLE", value: "orders"), .init(name: "PORT", value: "8080"),
                        .init(name: "DEBUG", value: "true"), .init(name: "EMPTY", value: ""),
                    ], extensions: [.init(name: "watch", command: ["./watch", "a b"])],
                    concurrency: 2, timeoutMilliseconds: 3000, memoryMegabytes: 256),
                LocalFunction(
                    name: "other", command: ["./other", "1"], handler: "handler", environment: [],
                    extensions: [], concurrency: 10, timeoutMilliseconds: 30_000,
                    memoryMegabytes: 128),
            ])
    }

    @Test func `JSON is a manifest too`() throws {
        let json = """
            {"ListenAddr":":3000","MaxBodyBytes":"14","Spec":{"paths":{"/a":{"get":{
            "x-target-lambda":"f","x-lpr":{"maxWaitMs":"5","maxBatchSize":2.0}}}}}}
            """
        let manifest = try ManifestFixture.parse(json)
        #expect(manifest.listenAddress.host == .everyInterface)
        #expect(manifest.limits.maxBodyBytes == 14)
        #expect(manifest.routes.first?.batching.maxBatchSize == 2)
    }

    @Test func `the former name of the batching key works`() throws {
        let text = ManifestFixture.minimal.replacing("x-smug:", with: "x-lpr:")
        #expect(
            try ManifestFixture.parse(text).routes.first?.batching
                == ManifestFixture.parse(ManifestFixture.minimal).routes.first?.batching)
    }

    @Test func `an alias shares settings between routes`() throws {
        let text = ManifestFixture.paths(
            """
            /a: { get: { x-target-lambda: f, x-smug: &s { maxWaitMs: 1, maxBatchSize: 2 } } }
            /b: { get: { x-target-lambda: g, x-smug: *s } }
            """)
        let routes = try ManifestFixture.parse(text).routes
        #expect(routes.map(\.batching.maxBatchSize) == [2, 2])
    }

    @Test func `a key of the dynamic window has its default`() throws {
        let text = ManifestFixture.batching("dynamicWait: { minWaitMs: 0 }")
        #expect(
            try ManifestFixture.parse(text).routes.first?.batching.window
                == .dynamic(
                    DynamicWaitSettings(
                        minWaitMilliseconds: 0, targetRequestsPerSecond: 50, steepness: 0.01,
                        samplingIntervalMilliseconds: 100, smoothingSamples: 10,
                        isNormalized: false)))
    }

    static let numbers: [Named<String, Int>] = [
        Named("an integer", "7", 7), Named("a float without fraction", "7.0", 7),
        Named("an exponent", "1e1", 10), Named("hexadecimal", "0x10", 16),
        Named("text", "\"7\"", 7), Named("text with white space", "\" 7\\t\"", 7),
        Named("text of a float", "'7.0'", 7), Named("a sign", "+7", 7),
    ]

    @Test(arguments: numbers)
    func `integers are read in every form that is one`(_ row: Named<String, Int>) throws {
        let text = ManifestFixture.top("MaxInflightInvocations: \(row.given)")
        #expect(try ManifestFixture.parse(text).limits.maxInflightInvocations == row.wanted)
    }

    @Test(arguments: ["0.5", "'0.5'", "\" .5 \"", "5e-1"])
    func `numbers may be text`(_ text: String) throws {
        let manifest = try ManifestFixture.parse(
            ManifestFixture.batching("dynamicWait: { minWaitMs: 1, steepness: \(text) }"))
        guard case .dynamic(let settings) = manifest.routes.first?.batching.window else {
            Issue.record("no dynamic window")
            return
        }
        #expect(settings.steepness == 0.5)
    }
}
