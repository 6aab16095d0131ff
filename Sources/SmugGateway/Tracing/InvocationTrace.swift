import SmugTelemetry

/// The span of an invocation, from its start to the end of its answer.
struct InvocationTrace: Sendable {
    let context: SpanContext
    /// The lone request that it is for; `nil` where it is for many, which it then links to.
    let parent: SpanID?
    /// Since 1970.
    let startNanoseconds: Int64
    /// The call's `x-amzn-trace-id`, by which its function goes on; `nil` where that is not
    /// propagated.
    let header: [UInt8]?
}
