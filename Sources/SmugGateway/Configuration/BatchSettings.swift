/// How requests of a route are gathered.
package struct BatchSettings: Hashable, Sendable {
    /// How the function answers.
    package enum InvokeMode: String, Hashable, Sendable {
        /// With one document, when all of a batch is done.
        case buffered
        /// With records, each as soon as it is there.
        case responseStream = "response_stream"
    }

    /// The longest that a request waits for others; less than the timeout.
    package internal(set) var maxWaitMilliseconds: Int
    /// Requests in one invocation; 1 means nobody waits.
    package let maxBatchSize: Int
    /// The largest payload of one invocation.
    package let maxBatchBytes: Int
    /// Buffered unless told.
    package let invokeMode: InvokeMode
    /// Beside method, route and function, which every batch key holds.
    package let key: [KeyDimension]
    /// What decides how long a batch gathers.
    package internal(set) var window: BatchWindow
    /// Whether a lone request on a quiet key leaves at once.
    package internal(set) var idleFastPath: Bool
    /// Sizes at which a batch rather leaves, ascending; none above `maxBatchSize`.
    package internal(set) var preferredBatchSizes: [Int]
    /// What names the tenant of a request, which is also in `key`; `nil` without tenants.
    package var tenant: KeyDimension?
}

/// What decides how long a batch gathers.
package enum BatchWindow: Hashable, Sendable {
    /// Always `maxWaitMilliseconds`.
    case fixed
    /// By the rate of requests.
    case dynamic(DynamicWaitSettings)
    /// By what waiting costs against what an invocation does.
    case balance(invocationWorthMilliseconds: Int, predicts: Bool)
    /// As long as the latency that batching adds stays below this.
    case latencyGoal(milliseconds: Int)
}

/// A window that grows with the rate of requests, from `minWaitMilliseconds` to the maximum.
package struct DynamicWaitSettings: Hashable, Sendable {
    /// At most the route's `maxWaitMilliseconds`.
    package let minWaitMilliseconds: Int
    /// The rate, in requests per second, at which the window is half open.
    package let targetRequestsPerSecond: Double
    /// How sharply the window opens around that rate.
    package let steepness: Double
    /// How often the rate is measured; at least 1.
    package let samplingIntervalMilliseconds: Int
    /// Samples in the moving average.
    package let smoothingSamples: Int
    /// Whether the curve begins at the minimum where no requests come.
    package let isNormalized: Bool
}

/// What a route may take before requests are refused.
package struct RouteLimits: Hashable, Sendable {
    /// From the end of the body to the answer.
    package let timeoutMilliseconds: Int
    /// 0 refuses every body.
    package let maxBodyBytes: Int
    /// Requests that wait in one batch key.
    package let maxQueueDepth: Int
    /// Of this route; `nil` where only the gateway's limit holds.
    package let maxInflightInvocations: Int?
}
