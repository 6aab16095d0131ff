import SmugLoop

/// How long the other requests of an invocation wait for clients that have their buffers full.
///
/// A full buffer alone does not tell a slow client: one burst of the function fills it before
/// anybody could write to the client. So the function is held back for a moment, in which a client
/// that reads takes all that waits for it; it is cut off otherwise. What reads at least its buffer in this
/// time is served as fast as it reads, and what reads more slowly delays the others once.
struct StallLimit {
    /// For a client that takes something.
    static let longest = Duration.milliseconds(250)
    /// For all together that were waited for in vain: clients of one invocation may have agreed on
    /// being slow.
    static let together = Duration.milliseconds(500)
    /// For one that stood still before, while another was waited for, and for all once the time for
    /// them together is over.
    static let shortest = Duration.milliseconds(10)

    private var wasted = Duration.zero

    /// When a wait ends, by when the client has last taken anything.
    func end(ofWaitFrom began: MonotonicTime, lastTaken: MonotonicTime) -> MonotonicTime {
        let longest = min(Self.longest, Self.together - wasted)
        return max(
            began.advanced(by: Self.shortest), min(began, lastTaken).advanced(by: longest))
    }

    /// A client has not taken what waited for it, and is cut off.
    mutating func waitedInVain(from began: MonotonicTime, to end: MonotonicTime) {
        wasted += began.duration(to: end)
    }
}
