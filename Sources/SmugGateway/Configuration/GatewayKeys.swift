import SmugAWS
import SmugProtocol

/// The keys at the top of a manifest.
enum GatewayKeys {
    static let invocations = ManifestFormat<Int>.integer(1...100_000)
    static let requests = ManifestFormat<Int>.integer(1...1_000_000)
    static let queueDepth = ManifestFormat<Int>.integer(1...1_000_000)
    static let bodyBytes = ManifestFormat<Int>.integer(0...maxPayload)
    static let payloadBytes = ManifestFormat<Int>.integer(1024...maxPayload)
    /// A function runs 15 minutes at most.
    static let timeout = ManifestFormat<Int>.integer(1...900_000)

    /// What Lambda takes in one synchronous invocation: 6 MiB.
    private static let maxPayload = 6_291_456

    static let listenAddr = ManifestKey<ListenAddress>.required(
        "ListenAddr",
        .text(
            "host:port",
            pattern:
                #"^([0-9.]+|\[[0-9A-Fa-f:.%]+\]|[Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt])?:[0-9]+$"#
        ) {
            text throws(TextFault) in try ListenAddress(parsing: text)
        },
        example: "ListenAddr: 127.0.0.1:3000",
        "Where to accept connections; `:3000` means every interface, port 0 any free port.")
    static let adminAddr = ManifestKey<ListenAddress>.optional(
        "AdminAddr", listenAddr.format,
        "Where to answer those who run the gateway; without it nowhere.")
    static let tls = ManifestKey<TLSSettings>.optional(
        "Tls", TlsKeys.format,
        "Speaks TLS with clients, and nothing else; without it clear text.")
    static let spec = ManifestKey<ManifestCursor>.required(
        "Spec", .deferred(.section(SpecKeys.section)),
        example: "Spec:", "The routes, as an OpenAPI document.")
    static let awsRegion = ManifestKey<String>.optional(
        "AwsRegion", regionFormat, "The region of functions that are not named by ARN.")
    static let maxInflightInvocations = ManifestKey<Int>.defaulted(
        "MaxInflightInvocations", invocations, to: 64, "Invocations at a time.")
    static let maxPendingInvocations = ManifestKey<Int>.defaulted(
        "MaxPendingInvocations", requests, to: 256,
        "Full batches that wait for an invocation to end; more are answered 429.")
    static let maxInflightRequests = ManifestKey<Int>.defaulted(
        "MaxInflightRequests", requests, to: 4096, "Requests at a time; more are answered 429.")
    static let maxQueueDepthPerKey = ManifestKey<Int>.defaulted(
        "MaxQueueDepthPerKey", queueDepth, to: 1000,
        "Requests that wait in one batch key; more are answered 429.")
    static let maxBatchKeys = ManifestKey<Int>.defaulted(
        "MaxBatchKeys", .integer(1...1_000_000), to: 10_000,
        "Batch keys that are known at a time; those without requests make room for new ones, and "
            + "where all have some, requests of others are answered 429.")
    static let retryBudgetPercent = ManifestKey<Int>.defaulted(
        "RetryBudgetPercent", .integer(0...100), to: 20,
        "Retries for each hundred invocations of routes with `retries`, beside one a second.")
    static let idleTtlMs = ManifestKey<Int>.defaulted(
        "IdleTtlMs", .integer(1...86_400_000), to: 30_000,
        "How long a batch key without requests is remembered.")
    static let defaultTimeoutMs = ManifestKey<Int>.defaulted(
        "DefaultTimeoutMs", timeout, to: 2000, "`timeoutMs` of routes that have none.")
    static let maxBodyBytes = ManifestKey<Int>.defaulted(
        "MaxBodyBytes", bodyBytes, to: 1_048_576,
        "The body of one request; larger ones are answered 413.")
    static let maxInvokePayloadBytes = ManifestKey<Int>.defaulted(
        "MaxInvokePayloadBytes", payloadBytes, to: maxPayload,
        "The payload of one invocation; larger batches are split.")
    static let forwardHeaders = ManifestKey<ForwardHeaders>.optional(
        "ForwardHeaders", ForwardHeadersKeys.format, "Which request headers go to functions.")
    static let drainTimeoutMs = ManifestKey<Int>.defaulted(
        "DrainTimeoutMs", .integer(0...900_000), to: 25_000,
        "How long requests may take to end when the gateway stops.")
    static let readTimeoutMs = ManifestKey<Int>.defaulted(
        "ReadTimeoutMs", timeout, to: 10_000,
        "How long a client may take to send a head, and again a body.")
    static let idleTimeoutMs = ManifestKey<Int>.defaulted(
        "IdleTimeoutMs", .integer(1...3_600_000), to: 75_000,
        "How long a connection is kept between two requests.")
    static let writeTimeoutMs = ManifestKey<Int>.defaulted(
        "WriteTimeoutMs", timeout, to: 30_000,
        "How long a client may take for each 64 KiB of an answer, and for its end.")
    static let streamIdleTimeoutMs = ManifestKey<Int>.defaulted(
        "StreamIdleTimeoutMs", timeout, to: 60_000,
        "`streamIdleTimeoutMs` of routes that have none.")
    static let streamTimeoutMs = ManifestKey<Int>.defaulted(
        "StreamTimeoutMs", timeout, to: 900_000, "`streamTimeoutMs` of routes that have none.")
    static let maxStreamBufferBytes = ManifestKey<Int>.defaulted(
        "MaxStreamBufferBytes", .integer(65_536...67_108_864), to: 4_194_304,
        "What one client may leave waiting of a streamed answer.")
    static let maxStreamRecordBytes = ManifestKey<Int>.defaulted(
        "MaxStreamRecordBytes", .integer(1024...67_108_864), to: 8_388_608,
        "One record of a streamed answer, a line.")
    static let maxStreamBufferTotalBytes = ManifestKey<Int>.defaulted(
        "MaxStreamBufferTotalBytes", .integer(65_536...68_719_476_736), to: 268_435_456,
        "What all clients together may leave waiting of streamed answers, beside 64 KiB each.")
    static let reloadIntervalMs = ManifestKey<Int>.defaulted(
        "ReloadIntervalMs", .integer(100...86_400_000), to: 15_000,
        "How often a manifest in S3 is asked for changes, give or take a tenth.")
    static let local = ManifestKey<[LocalFunction]>.optional(
        "Local", LocalKeys.format, "Functions on this machine, for `--local`.")

    static let section = ManifestSectionDeclaration(
        "Gateway",
        [
            listenAddr.declaration, adminAddr.declaration, tls.declaration, spec.declaration,
            awsRegion.declaration,
            maxInflightInvocations.declaration, maxPendingInvocations.declaration,
            maxInflightRequests.declaration, maxQueueDepthPerKey.declaration,
            maxBatchKeys.declaration,
            retryBudgetPercent.declaration,
            idleTtlMs.declaration, defaultTimeoutMs.declaration, maxBodyBytes.declaration,
            maxInvokePayloadBytes.declaration, forwardHeaders.declaration,
            drainTimeoutMs.declaration,
            readTimeoutMs.declaration, idleTimeoutMs.declaration, writeTimeoutMs.declaration,
            streamIdleTimeoutMs.declaration, streamTimeoutMs.declaration,
            maxStreamBufferBytes.declaration, maxStreamBufferTotalBytes.declaration,
            maxStreamRecordBytes.declaration,
            reloadIntervalMs.declaration, local.declaration,
        ] + EdgeKeys.declarations, rules: EdgeKeys.rules)

    private static let regionFormat = ManifestFormat<String>.text(
        "region", pattern: "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"
    ) { text throws(TextFault) in
        guard RegionLookup.isValid(text) else {
            throw TextFault(
                "is \"\(text.excerpt)\", which is not a region",
                remedy: "give a region such as `us-east-1`")
        }
        return text
    }
}
