internal import SmugLoop

/// What a connection waits for, until when, and what it means when nothing comes; what its streams
/// wait for is theirs.
struct HTTP2Deadlines {
    /// What to do about a wait that is over.
    enum Verdict: Equatable {
        /// Nothing was asked for a while.
        case endIdle
        /// A head, or the connection's first frame, did not come whole.
        case endUnfinished
        /// The client takes nothing of what is sent.
        case abort
        /// The client has had time to hear that it is to leave.
        case endNotice
        case close
    }

    /// With no stream open, for the next.
    var idle = MonotonicTime.distantFuture
    /// For the rest of a head, or of what a connection begins with.
    var head = MonotonicTime.distantFuture
    /// For the system to take what was written.
    var write = MonotonicTime.distantFuture
    /// For the client to answer that it knows of the end.
    var notice = MonotonicTime.distantFuture
    /// For the client to close after all was said.
    var linger = MonotonicTime.distantFuture

    var earliest: MonotonicTime { min(min(idle, head), min(write, notice), linger) }

    /// - Returns: what is due, the gravest first.
    func verdict(at now: MonotonicTime) -> Verdict? {
        guard earliest <= now else { return nil }
        if linger <= now { return .close }
        if write <= now { return .abort }
        if head <= now { return .endUnfinished }
        if idle <= now { return .endIdle }
        return .endNotice
    }
}
