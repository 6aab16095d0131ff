internal import SmugLoop

/// What an HTTP/1.1 connection waits for, until when, and what it means when nothing comes.
struct ServingPhase {
    enum Phase {
        case idle
        case readingHead
        case readingBody
        case handling
        case writing
        /// The last answer is out; what the client still sends is dropped until it closes.
        case lingering
        case closed
    }

    /// What to do when a timer fires.
    enum Verdict: Equatable {
        /// Nothing is due before ``ServingPhase/deadline``.
        case wait
        case close
        case abort
        /// The client takes its answer as fast as it has to.
        case writeOn
        case fail(Timeout)
    }

    /// Timeouts that the client is told of.
    enum Timeout {
        case head
        case body
    }

    private(set) var phase = Phase.readingHead
    private(set) var deadline = MonotonicTime.distantFuture
    /// What was left of an answer when the time for the next part of it began.
    private var unsentBytes = 0

    /// Moves on; there is no way out of `closed`.
    ///
    /// - Parameter unsent: what the client has not taken yet of what was written.
    /// - Returns: whether the deadline is one that a timer must watch.
    mutating func enter(
        _ phase: Phase, until deadline: MonotonicTime, unsent: Int = 0
    ) -> Bool {
        guard self.phase != .closed else { return false }
        unsentBytes = unsent
        self.phase = phase
        self.deadline = deadline
        return deadline != .distantFuture
    }

    mutating func close() {
        phase = .closed
        deadline = .distantFuture
    }

    /// - Parameters:
    ///   - hasBegun: whether a byte of the next request has arrived.
    ///   - unsent: what the client has not taken yet of what was written.
    func timerFired(at now: MonotonicTime, hasBegun: Bool, unsent: Int) -> Verdict {
        guard deadline <= now else { return .wait }
        return switch phase {
        case .readingHead: hasBegun ? .fail(.head) : .close
        case .readingBody: .fail(.body)
        case .idle, .lingering: .close
        case .writing:
            unsentBytes - unsent >= HTTPServerSettings.writeProgressBytes ? .writeOn : .abort
        case .handling, .closed: .wait
        }
    }
}
