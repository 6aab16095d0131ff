/// The keys of `x-smug`.
enum BatchingKeys {
    static let maxWaitMs = ManifestKey<Int>.required(
        "maxWaitMs", .integer(0...899_999), example: "maxWaitMs: 25",
        "The longest a request waits for others; less than the timeout. With 0 those share that "
            + "have come together.")
    static let maxBatchSize = ManifestKey<Int>.required(
        "maxBatchSize", .integer(1...10_000), example: "maxBatchSize: 16",
        "Requests in one invocation at most; 1 turns batching off.")
    static let maxBatchBytes = ManifestKey<Int>.inherited(
        "maxBatchBytes", GatewayKeys.payloadBytes, from: GatewayKeys.maxInvokePayloadBytes.name,
        "The payload of one invocation at most.")
    static let timeoutMs = ManifestKey<Int>.inherited(
        "timeoutMs", GatewayKeys.timeout, from: GatewayKeys.defaultTimeoutMs.name,
        "From the end of a request's body to its answer.")
    static let invokeMode = ManifestKey<BatchSettings.InvokeMode>.defaulted(
        "invokeMode", invokeModeFormat, to: .buffered,
        "How the function answers; `response_stream` is not supported by this version.")
    static let key = ManifestKey<[Located<KeyDimension?>]>.optional(
        "key", .list(of: KeyDimension.format),
        "What else must be equal within a batch: `header:<name>`, `query:<name>`.")
    static let dynamicWait = ManifestKey<ManifestCursor>.optional(
        "dynamicWait", .deferred(.section(DynamicWaitKeys.section)),
        "Lets the window follow the rate of requests.")
    static let maxInflightInvocations = ManifestKey<Int>.inherited(
        "maxInflightInvocations", GatewayKeys.invocations,
        from: GatewayKeys.maxInflightInvocations.name, "Invocations of this route at a time.")
    static let maxBodyBytes = ManifestKey<Int>.inherited(
        "maxBodyBytes", GatewayKeys.bodyBytes, from: GatewayKeys.maxBodyBytes.name,
        "The body of one request at most.")
    static let maxQueueDepth = ManifestKey<Int>.inherited(
        "maxQueueDepth", GatewayKeys.queueDepth, from: GatewayKeys.maxQueueDepthPerKey.name,
        "Requests that wait in one batch key at most.")

    static let section = ManifestSectionDeclaration([
        maxWaitMs.declaration, maxBatchSize.declaration, maxBatchBytes.declaration,
        timeoutMs.declaration, invokeMode.declaration, key.declaration, dynamicWait.declaration,
        maxInflightInvocations.declaration, maxBodyBytes.declaration, maxQueueDepth.declaration,
    ])

    private static let invokeModeFormat: ManifestFormat<BatchSettings.InvokeMode> = {
        let words = ManifestFormat<BatchSettings.InvokeMode?>.choice([
            ("buffered", .buffered), ("response_stream", nil),
        ])
        return ManifestFormat(shape: words.shape) { cursor, list in
            guard let word = words.read(cursor, &list) else { return nil }
            if word == nil {
                list.add(
                    cursor, "is `response_stream`, which is not supported by this version",
                    remedy: "use `buffered`")
            }
            return word
        }
    }()
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

    static let section = ManifestSectionDeclaration([
        minWaitMs.declaration, targetRps.declaration, steepness.declaration,
        samplingIntervalMs.declaration, smoothingSamples.declaration,
    ])
}
