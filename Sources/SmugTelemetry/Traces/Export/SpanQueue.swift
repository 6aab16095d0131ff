internal import SmugLoop

/// Spans that wait for their export, and when that is due.
struct SpanQueue: Sendable {
    enum Addition: Hashable, Sendable {
        case kept
        /// Whoever exports has to look: something waits now, or a batch is full.
        case keptAndDue
        case dropped
    }

    enum Action: Hashable, Sendable {
        case export([[UInt8]])
        /// Nothing is due before; `nil` is before something comes.
        case wait(until: MonotonicTime?)
        case end
    }

    private let maxSpans: Int
    private let maxBatch: Int
    private let delay: Duration
    private var spans: [[UInt8]] = []
    /// When the first of them has waited long enough.
    private var due: MonotonicTime?
    private(set) var isClosed = false

    init(_ limits: SpanLimits) {
        maxSpans = limits.maxQueueSize
        maxBatch = limits.maxExportBatchSize
        delay = limits.scheduleDelay
    }

    var count: Int { spans.count }

    mutating func add(_ span: [UInt8], at now: MonotonicTime) -> Addition {
        guard !isClosed, spans.count < maxSpans else { return .dropped }
        spans.append(span)
        if due == nil {
            due = now.advanced(by: delay)
            return .keptAndDue
        }
        return spans.count == maxBatch ? .keptAndDue : .kept
    }

    /// Nothing more comes: what waits is due.
    mutating func close() { isClosed = true }

    mutating func next(at now: MonotonicTime) -> Action {
        guard let due else { return isClosed ? .end : .wait(until: nil) }
        guard isClosed || spans.count >= maxBatch || due <= now else { return .wait(until: due) }
        let batch = Array(spans.prefix(maxBatch))
        spans.removeFirst(batch.count)
        self.due = spans.isEmpty ? nil : now.advanced(by: delay)
        return .export(batch)
    }
}

/// How spans are gathered and exported, as OpenTelemetry's `OTEL_BSP_…` variables say it.
package struct SpanLimits: Hashable, Sendable {
    /// Spans that wait at most; what comes then is dropped and counted.
    package var maxQueueSize = 2048
    package var maxExportBatchSize = 512
    /// How long a span waits for others at most.
    package var scheduleDelay = Duration.seconds(5)
    /// How long one batch is tried.
    package var exportTimeout = Duration.seconds(30)

    package init() {}
}
