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
        /// The client takes too little of what is sent.
        case abort
        /// It takes that as fast as it has to.
        case writeOn
        /// The client has had time to hear that it is to leave.
        case endNotice
        case close
    }

    /// With no stream open, for the next.
    var idle = MonotonicTime.distantFuture
    /// For the rest of a head, or of what a connection begins with.
    var head = MonotonicTime.distantFuture
    /// For the client to take what was written, which its system has no room for.
    var write = TakingWatch()
    /// For the client to answer that it knows of the end.
    var notice = MonotonicTime.distantFuture
    /// For the client to close after all was said.
    var linger = MonotonicTime.distantFuture

    var earliest: MonotonicTime { min(min(idle, head), min(write.deadline, notice), linger) }

    /// - Parameter taken: what the client has taken of what was written.
    /// - Returns: what is due, the gravest first.
    func verdict(at now: MonotonicTime, taken: Int) -> Verdict? {
        guard earliest <= now else { return nil }
        if linger <= now { return .close }
        if write.deadline <= now {
            let taken = TakingWatch.Taken(ofConnection: taken)
            guard write.isKeptUp(at: taken, isHeldUp: true) else { return .abort }
            return .writeOn
        }
        if head <= now { return .endUnfinished }
        if idle <= now { return .endIdle }
        return .endNotice
    }
}
