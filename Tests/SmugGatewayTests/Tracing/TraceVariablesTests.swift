import SmugLoop
import SmugTelemetry
import Testing

@testable import SmugGateway

@Suite struct TraceVariablesTests {
    private static let endpoint = ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318"]

    private func settings(
        _ variables: [String: String], on base: [String: String] = Self.endpoint
    ) throws(TraceSettingsError) -> TraceSettings? {
        try TraceVariables(base.merging(variables) { $1 }) { path throws(LoopError) in
            path == "/here" ? Array("spoilt".utf8) : nil
        }
        .settings(version: "1", host: HostFacts(name: "h", processID: 7))
    }

    static let off: [[String: String]] = [
        [:], ["OTEL_SERVICE_NAME": "a"], ["OTEL_EXPORTER_OTLP_ENDPOINT": ""],
        ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c", "OTEL_SDK_DISABLED": "TRUE"],
        ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c", "OTEL_TRACES_EXPORTER": "none"],
        ["OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"],
    ]

    @Test(arguments: off) func `nothing is exported unless it is wanted`(
        _ variables: [String: String]
    ) throws {
        #expect(try settings(variables, on: [:]) == nil)
    }

    static let urls: [(variables: [String: String], url: String)] = [
        (["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318"], "http://c:4318/v1/traces"),
        (["OTEL_EXPORTER_OTLP_ENDPOINT": "https://c/base/"], "https://c/base/v1/traces"),
        (["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://c/own"], "http://c/own"),
        (
            [
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://c/",
                "OTEL_EXPORTER_OTLP_ENDPOINT": "http://d",
            ], "http://c/"
        ),
        (["OTEL_TRACES_EXPORTER": "otlp"], "http://localhost:4318/v1/traces"),
    ]

    @Test(arguments: urls)
    func `a base gets the path of traces, and traces' own endpoint is used as it is`(
        _ row: (variables: [String: String], url: String)
    ) throws {
        #expect(try settings(row.variables, on: [:])?.url == row.url)
    }

    static let wrong: [(variable: String, value: String)] = [
        ("OTEL_SDK_DISABLED", "yes"), ("OTEL_TRACES_EXPORTER", "console"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "c:4318"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://user@c"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4317"),
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "ftp://c"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/xml"),
        ("OTEL_EXPORTER_OTLP_COMPRESSION", "zstd"), ("OTEL_EXPORTER_OTLP_TIMEOUT", "0"),
        ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "10s"), ("OTEL_EXPORTER_OTLP_HEADERS", "a"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "=b"), ("OTEL_EXPORTER_OTLP_HEADERS", "a=%4"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "a b=c"), ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "a=%0A"),
        ("SMUG_OTEL_HEADERS_JSON", "{}"), ("SMUG_OTEL_HEADERS_JSON", "[]"),
        ("SMUG_OTEL_HEADERS_JSON", "{\"a\":\"\"}"), ("SMUG_OTEL_HEADERS_JSON", "{\"\":\"a\"}"),
        ("SMUG_OTEL_HEADERS_JSON", "{\"a\":1}"), ("SMUG_OTEL_HEADERS_JSON", "{\"a b\":\"c\"}"),
        ("OTEL_RESOURCE_ATTRIBUTES", "a"), ("OTEL_TRACES_SAMPLER", "jaeger_remote"),
        ("OTEL_TRACES_SAMPLER", "parentbased_"), ("OTEL_PROPAGATORS", "b3"),
        ("OTEL_PROPAGATORS", "none,xray"), ("SMUG_OBSERVABILITY_VENDOR", "X"),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "0"), ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "2049"),
        ("OTEL_BSP_SCHEDULE_DELAY", "-1"), ("OTEL_BSP_EXPORT_TIMEOUT", "x"),
        ("OTEL_EXPORTER_OTLP_CERTIFICATE", "/nowhere"),
        ("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", "/here"),
        ("OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", "/a"),
    ]

    @Test(arguments: wrong)
    func `what means nothing is refused by its name`(_ row: (variable: String, value: String)) {
        #expect(throws: TraceSettingsError.self) { try settings([row.variable: row.value]) }
        do {
            _ = try settings([row.variable: row.value])
        } catch {
            #expect(error.what.hasPrefix("\(row.variable) "))
            #expect(!error.remedy.isEmpty)
        }
    }

    @Test(arguments: ["", "2", "nan", "inf", "-0.1", "half"])
    func `a ratio is a number from 0 to 1`(_ text: String) throws {
        let variables = [
            "OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": text,
        ]
        guard !text.isEmpty else {
            let sampler = try settings(variables)?.sampler
            #expect(sampler == Sampler(.ratio(1), followsParent: false))
            return
        }
        #expect(throws: TraceSettingsError.self) { try settings(variables) }
    }

    static let samplers: [(name: String, sampler: Sampler)] = [
        ("", Sampler(.all, followsParent: true)),
        ("always_on", Sampler(.all, followsParent: false)),
        ("always_off", Sampler(.none, followsParent: false)),
        ("Traceidratio", Sampler(.ratio(0.25), followsParent: false)),
        ("parentbased_always_on", Sampler(.all, followsParent: true)),
        ("parentbased_always_off", Sampler(.none, followsParent: true)),
        ("parentbased_traceidratio", Sampler(.ratio(0.25), followsParent: true)),
    ]

    @Test(arguments: samplers)
    func `every sampler has its name`(_ row: (name: String, sampler: Sampler)) throws {
        let variables = ["OTEL_TRACES_SAMPLER": row.name, "OTEL_TRACES_SAMPLER_ARG": "0.25"]
        #expect(try settings(variables)?.sampler == row.sampler)
    }

    @Test func `traces' own variables come before those of all signals`() throws {
        let found = try settings([
            "OTEL_EXPORTER_OTLP_HEADERS": "a=1", "OTEL_EXPORTER_OTLP_TRACES_HEADERS": "b=2%2C3",
            "SMUG_OTEL_HEADERS_JSON": "{\"c\":\"4\"}", "OTEL_EXPORTER_OTLP_TIMEOUT": "1",
            "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT": "2", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
            "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/json",
            "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip",
            "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION": "none",
        ])
        let settings = try #require(found)
        #expect(settings.headers.map(\.name) == ["b"])
        #expect(settings.headers.map(\.value) == ["2,3"])
        #expect(settings.timeout == .milliseconds(2))
        #expect(settings.encoding == .json)
        #expect(!settings.compresses)
    }

    @Test func `port 4317 is fine for who says that HTTP is spoken there`() throws {
        let found = try settings([
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4317",
            "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        ])
        #expect(found?.url == "http://c:4317/v1/traces")
    }

    static let propagators: [(text: String, list: [Propagators.Propagator])] = [
        ("", [.xray, .traceContext, .baggage]), ("none", []), ("tracecontext", [.traceContext]),
        ("baggage, XRAY,baggage", [.baggage, .xray]),
    ]

    @Test(arguments: propagators)
    func `propagators are those that are named`(
        _ row: (text: String, list: [Propagators.Propagator])
    ) throws {
        #expect(try settings(["OTEL_PROPAGATORS": row.text])?.propagators.list == row.list)
    }

    @Test func `a small queue makes batches as small, unless they are given`() throws {
        let limits = try settings(["OTEL_BSP_MAX_QUEUE_SIZE": "100"])?.limits
        #expect(limits?.maxExportBatchSize == 100)
    }

    static let platforms: [(variables: [String: String], platform: String?)] = [
        ([:], nil), (["ECS_CONTAINER_METADATA_URI_V4": "http://x"], "aws_ecs"),
        (["KUBERNETES_SERVICE_HOST": "10.0.0.1"], nil),
        (
            [
                "KUBERNETES_SERVICE_HOST": "10.0.0.1",
                "AWS_WEB_IDENTITY_TOKEN_FILE":
                    "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
            ], "aws_eks"
        ),
        (
            [
                "KUBERNETES_SERVICE_HOST": "10.0.0.1",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
            ], "aws_eks"
        ),
    ]

    @Test(arguments: platforms)
    func `X-18b the platform is told where the environment says it, and nowhere else`(
        _ row: (variables: [String: String], platform: String?)
    ) throws {
        let found = try settings(row.variables.merging(["AWS_REGION": "eu-west-1"]) { $1 })
        let resource = try #require(found).resource
        func value(_ name: String) -> TraceSpan.Value? {
            resource.entries.first { $0.name == name }?.value
        }
        #expect(value("cloud.platform") == row.platform.map { TraceSpan.Value($0) })
        #expect(value("cloud.region") == row.platform.map { _ in TraceSpan.Value("eu-west-1") })
        #expect(value("process.pid") == .integer(7))
        #expect(value("host.name") == TraceSpan.Value("h"))
    }

    @Test func `a service's own name comes before its attribute`() throws {
        let found = try settings([
            "OTEL_SERVICE_NAME": "b", "OTEL_RESOURCE_ATTRIBUTES": "service.name=a,x = 1%2C2 ,",
        ])
        let entries = try #require(found).resource.entries
        #expect(entries.count { $0.name == "service.name" } == 1)
        #expect(entries.contains { $0.name == "service.name" && $0.value == TraceSpan.Value("b") })
        #expect(entries.contains { $0.name == "x" && $0.value == TraceSpan.Value("1,2") })
    }
}
