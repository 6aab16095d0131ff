import SmugTelemetry

/// The span of a request, from its head to the end of its answer.
final class RequestTrace: Sendable {
    let context: SpanContext
    let parent: SpanID?
    let baggage: Baggage
    /// Its way through Lambda functions so far, as X-Ray's header has it.
    let lineage: [UInt8]
    /// When its head had arrived, since 1970.
    let startNanoseconds: Int64

    init(
        context: SpanContext, after remote: RemoteContext, startNanoseconds: Int64
    ) {
        self.context = context
        parent = remote.parent
        baggage = remote.baggage
        lineage = remote.lineage
        self.startNanoseconds = startNanoseconds
    }
}
