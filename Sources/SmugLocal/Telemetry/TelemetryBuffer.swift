internal import SmugLoop

/// What waits to be sent to one subscriber: gathered until it is enough or old enough, sent again
/// until it is taken, and never more than may be.
struct TelemetryBuffer {
    struct Batch: Hashable {
        var records: [[UInt8]] = []
        /// What there was no room for since the batch before.
        var droppedRecords = 0
        var droppedBytes = 0

        var isEmpty: Bool { records.isEmpty && droppedRecords == 0 }
    }

    /// What to do.
    enum Action: Hashable {
        case none
        case send(Batch)
        case wait(until: MonotonicTime)
    }

    /// Between two tries, doubled from the first to the last.
    private static let retryMilliseconds = 50...1_600

    private let limits: TelemetrySubscription.Buffering
    private var waiting = Batch()
    private var waitingBytes = 0
    /// When the first of what waits has waited enough.
    private var due = MonotonicTime.distantFuture
    /// What is on its way, or is to be sent again.
    private var sent = Batch()
    private var isSending = false
    private var retry: (at: MonotonicTime, milliseconds: Int)?

    init(_ limits: TelemetrySubscription.Buffering) { self.limits = limits }

    /// Beside a batch that is on its way as many records wait as make one, and twice its bytes.
    var maxWaitingBytes: Int { 2 * limits.maxBytes }

    /// Whether all was taken.
    var isEmpty: Bool { waiting.isEmpty && sent.isEmpty }

    mutating func add(_ record: [UInt8], at now: MonotonicTime) {
        if waiting.isEmpty { due = now.advanced(by: limits.timeout) }
        guard waiting.records.count < limits.maxItems,
            waitingBytes + record.count <= maxWaitingBytes
        else {
            waiting.droppedRecords += 1
            waiting.droppedBytes += record.count
            return
        }
        waiting.records.append(record)
        waitingBytes += record.count
    }

    /// - Parameter isUrgent: whether what waits is to go out now, however little it is.
    mutating func next(at now: MonotonicTime, isUrgent: Bool = false) -> Action {
        guard !isSending else { return .none }
        if !sent.isEmpty {
            if let retry, retry.at > now { return .wait(until: retry.at) }
        } else {
            guard !waiting.isEmpty else { return .none }
            let isFull = waiting.records.count >= limits.maxItems || waitingBytes >= limits.maxBytes
            guard isFull || isUrgent || due <= now else { return .wait(until: due) }
            sent = waiting
            waiting = Batch()
            waitingBytes = 0
        }
        isSending = true
        return .send(sent)
    }

    /// The subscriber has taken what was sent.
    mutating func taken() {
        isSending = false
        sent = Batch()
        retry = nil
    }

    /// The subscriber was not there, or did not take it.
    mutating func refused(at now: MonotonicTime) {
        isSending = false
        let last = Self.retryMilliseconds.upperBound
        let wait = retry.map { min(2 * $0.milliseconds, last) } ?? Self.retryMilliseconds.lowerBound
        retry = (now.advanced(by: .milliseconds(wait)), wait)
    }
}
