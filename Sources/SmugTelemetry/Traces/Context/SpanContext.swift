/// What a span tells those that come after it.
package struct SpanContext: Hashable, Sendable {
    package let traceID: TraceID
    package let spanID: SpanID
    /// Whether it is recorded.
    package let isSampled: Bool
    /// Whether whoever began the trace says that its id is random.
    package let isRandom: Bool
    package let state: TraceState

    package init(
        traceID: TraceID, spanID: SpanID, isSampled: Bool, isRandom: Bool = false,
        state: TraceState = TraceState()
    ) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
        self.isRandom = isRandom
        self.state = state
    }

    /// As W3C Trace Context has them: 1 is sampled, 2 says that the trace's id is random.
    package var flags: UInt8 { (isSampled ? 1 : 0) | (isRandom ? 2 : 0) }
}

/// What a request says of the trace that it is part of.
package struct RemoteContext: Hashable, Sendable {
    package var traceID: TraceID?
    package var parent: SpanID?
    /// `nil` where nobody has decided.
    package var isSampled: Bool?
    package var isRandom = false
    package var state = TraceState()
    package var baggage = Baggage()
    /// The way through Lambda functions, as X-Ray's header has it.
    package var lineage: [UInt8] = []

    package init() {}
}
