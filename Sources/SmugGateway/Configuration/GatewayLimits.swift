/// What the whole gateway may take before requests are refused.
package struct GatewayLimits: Hashable, Sendable {
    package let maxInflightInvocations: Int
    /// Flushed batches that wait for one of these.
    package let maxPendingInvocations: Int
    package let maxInflightRequests: Int
    /// Of routes that have none of their own.
    package let maxQueueDepthPerKey: Int
    /// Of routes that have none of their own.
    package let maxBodyBytes: Int
    package let maxInvokePayloadBytes: Int
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
    package let writeMilliseconds: Int
}
