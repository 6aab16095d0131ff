/// The keys of `x-smug`.
enum BatchingKeys {
    static let maxWaitMs = ManifestKey<Int>.required(
        "maxWaitMs", .integer(0...899_999), example: "maxWaitMs: 25",
        "The longest a request waits for others; less than the timeout. With 0 those share that "
            + "have come together. Not required beside `balance` and `latencyGoalMs`.")
    static let maxBatchSize = ManifestKey<Int>.required(
        "maxBatchSize", .integer(1...10_000), example: "maxBatchSize: 16",
        "Requests in one invocation at most.")
    static let maxBatchBytes = ManifestKey<Int>.inherited(
        "maxBatchBytes", GatewayKeys.payloadBytes, from: GatewayKeys.maxInvokePayloadBytes.name,
        "The payload of one invocation at most.")
    static let timeoutMs = ManifestKey<Int>.inherited(
        "timeoutMs", GatewayKeys.timeout, from: GatewayKeys.defaultTimeoutMs.name,
        "From the end of a request's body to its answer.")
    static let invokeMode = ManifestKey<BatchSettings.InvokeMode>.defaulted(
        "invokeMode", invokeModeFormat, to: .buffered,
        "How the function answers: with one document, or with records as they are done.")
    static let streamIdleTimeoutMs = ManifestKey<Int>.inherited(
        "streamIdleTimeoutMs", GatewayKeys.timeout, from: GatewayKeys.streamIdleTimeoutMs.name,
        "From a part of a streamed answer to its next.")
    static let streamTimeoutMs = ManifestKey<Int>.inherited(
        "streamTimeoutMs", GatewayKeys.timeout, from: GatewayKeys.streamTimeoutMs.name,
        "From the head of a streamed answer to its end.")
    static let key = ManifestKey<[Located<KeyDimension?>]>.optional(
        "key", .list(of: KeyDimension.format),
        "What else must be equal within a batch: `header:<name>`, `query:<name>`.")
    static let tenant = ManifestKey<Located<KeyDimension>>.optional(
        "tenant", KeyDimension.tenantFormat,
        "What names a request's tenant: `header:<name>`, `query:<name>`. It is part of `key`, and "
            + "goes to Lambda as `X-Amz-Tenant-Id`.")
    static let dynamicWait = ManifestKey<ManifestCursor>.optional(
        "dynamicWait", .deferred(.section(DynamicWaitKeys.section)),
        "Lets the window follow the rate of requests.")
    static let balance = ManifestKey<ManifestCursor>.optional(
        "balance", .deferred(.section(BalanceKeys.section)),
        "Weighs waiting against invocations instead of a window.")
    static let latencyGoalMs = ManifestKey<Int>.optional(
        "latencyGoalMs", .integer(1...899_999),
        "The latency that batching may add to a request: the window is learned.")
    static let idleFastPath = ManifestKey<Bool>.defaulted(
        "idleFastPath", .boolean, to: false,
        "Lets a lone request on a quiet key leave at once; who follows it gathers.")
    static let preferredBatchSizes = ManifestKey<[Located<Int>]>.optional(
        "preferredBatchSizes", .list(of: .integer(2...10_000)),
        "Sizes at which a batch leaves rather than wait for the next of them in vain.")
    static let maxInflightInvocations = ManifestKey<Int>.inherited(
        "maxInflightInvocations", GatewayKeys.invocations,
        from: GatewayKeys.maxInflightInvocations.name, "Invocations of this route at a time.")
    static let maxBodyBytes = ManifestKey<Int>.inherited(
        "maxBodyBytes", GatewayKeys.bodyBytes, from: GatewayKeys.maxBodyBytes.name,
        "The body of one request at most.")
    static let maxQueueDepth = ManifestKey<Int>.inherited(
        "maxQueueDepth", GatewayKeys.queueDepth, from: GatewayKeys.maxQueueDepthPerKey.name,
        "Requests that wait in one batch key at most.")

    static let retries = ManifestKey<RetryPolicy>.optional(
        "retries", RetryKeys.format,
        "Which failed invocations are tried again; a number alone is `max`. Without it none is.")

    /// What only batches have, beside `maxWaitMs` and `maxBatchSize`.
    static let ofBatches = [
        maxBatchBytes.name, key.name, dynamicWait.name, balance.name, latencyGoalMs.name,
        idleFastPath.name, preferredBatchSizes.name,
    ]

    /// Of which only one can say when a batch leaves.
    static let windows = [dynamicWait.name, balance.name, latencyGoalMs.name]

    private static let isSingle = ManifestCondition.says(EventKeys.batch.name, ["off"])

    static let section = ManifestSectionDeclaration(
        "x-smug",
        [
            maxWaitMs.declaration, maxBatchSize.declaration, maxBatchBytes.declaration,
            timeoutMs.declaration, invokeMode.declaration, key.declaration, tenant.declaration,
            dynamicWait.declaration, balance.declaration, latencyGoalMs.declaration,
            idleFastPath.declaration,
            preferredBatchSizes.declaration,
            maxInflightInvocations.declaration, maxBodyBytes.declaration, maxQueueDepth.declaration,
            streamIdleTimeoutMs.declaration, streamTimeoutMs.declaration, retries.declaration,
        ] + EventKeys.declarations + EdgeKeys.routeDeclarations,
        rules: [
            .mayMiss(
                maxWaitMs.name,
                where: [.given(balance.name), .given(latencyGoalMs.name), isSingle]),
            .mayMiss(maxBatchSize.name, where: [isSingle]),
            .atMostOne(windows),
            .none(of: [balance.name], where: .says(idleFastPath.name, ["true"])),
            .none(of: ofBatches, where: isSingle),
            .fixed(maxBatchSize.name, to: 1, where: isSingle),
            .fixed(maxWaitMs.name, to: 0, where: isSingle),
        ] + EventKeys.rules)

    private static let invokeModeFormat = ManifestFormat<BatchSettings.InvokeMode>.choice([
        ("buffered", .buffered), ("response_stream", .responseStream),
    ])
}

/// The keys of `dynamicWait`.
enum DynamicWaitKeys {
    static let minWaitMs = ManifestKey<Int>.required(
        "minWaitMs", .integer(0...899_999), example: "minWaitMs: 1",
        "The window while requests are rare; at most maxWaitMs.")
    static let targetRps = ManifestKey<Double>.defaulted(
        "targetRps", .number(.atLeast(0)), to: 50,
        "The rate, in requests per second and batch key, at which the window is half open.")
    static let steepness = ManifestKey<Double>.defaulted(
        "steepness", .number(.above(0)), to: 0.01, "How sharply the window opens around it.")
    static let samplingIntervalMs = ManifestKey<Int>.defaulted(
        "samplingIntervalMs", .integer(1...60_000), to: 100, "How often the rate is measured.")
    static let smoothingSamples = ManifestKey<Int>.defaulted(
        "smoothingSamples", .integer(1...10_000), to: 10, "Measures in the moving average.")
    static let normalize = ManifestKey<Bool>.defaulted(
        "normalize", .boolean, to: false,
        "Stretches the curve so that it begins at minWaitMs where no requests come.")

    static let section = ManifestSectionDeclaration(
        "dynamicWait",
        [
            minWaitMs.declaration, targetRps.declaration, steepness.declaration,
            samplingIntervalMs.declaration, smoothingSamples.declaration, normalize.declaration,
        ])
}

/// The keys of `balance`.
enum BalanceKeys {
    static let invocationWorthMs = ManifestKey<Int>.required(
        "invocationWorthMs", .integer(1...899_999), example: "invocationWorthMs: 20",
        "How many milliseconds of one request's waiting one invocation is worth.")
    static let predict = ManifestKey<Bool>.defaulted(
        "predict", .boolean, to: true,
        "Whether arrivals are forecast, so that a batch leaves early where waiting cannot pay.")

    static let section = ManifestSectionDeclaration(
        "balance",
        [
            invocationWorthMs.declaration, predict.declaration,
        ])
}
