/// What the whole gateway may take before requests are refused.
package struct GatewayLimits: Hashable, Sendable {
    /// Of all routes together.
    package let maxInflightInvocations: Int
    /// Flushed batches that wait for one of these.
    package let maxPendingInvocations: Int
    /// Of all routes together, from arrival to the end of the answer.
    package let maxInflightRequests: Int
    /// Of routes that have none of their own.
    package let maxQueueDepthPerKey: Int
    /// Of all routes together.
    package let maxBatchKeys: Int
    /// For a hundred invocations of all routes together.
    package let retryBudgetPercent: Int
    /// Of routes that have none of their own.
    package let maxBodyBytes: Int
    /// From 1024 to Lambda's own limit.
    package let maxInvokePayloadBytes: Int
    /// Of streamed answers, what all their clients have not taken yet.
    package let maxStreamBufferTotalBytes: Int
}

/// How long the gateway waits, for what.
package struct GatewayTimeouts: Hashable, Sendable {
    /// Until a batch key without requests is forgotten.
    package let idleKeyMilliseconds: Int
    /// Of routes that have none of their own.
    package let requestMilliseconds: Int
    /// 0 ends without waiting.
    package let drainMilliseconds: Int
    /// For a head, and again for a body.
    package let readMilliseconds: Int
    /// Between two requests of a connection.
    package let keepAliveMilliseconds: Int
    /// For a client to accept an answer.
    package let writeMilliseconds: Int
    /// Between two looks at a manifest whose place does not tell of changes.
    package let reloadMilliseconds: Int
}
