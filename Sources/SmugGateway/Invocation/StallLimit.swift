import SmugLoop

/// How long the other requests of an invocation wait for a client that has its buffer full.
///
/// A full buffer alone does not tell a slow client: one burst of the function fills it before
/// anybody could write to the client. So the function is held back for a moment, in which a client
/// that reads takes all that waits for it; it is cut off otherwise. What reads at least its buffer in this
/// time is served as fast as it reads, and what reads more slowly delays the others once.
struct StallLimit {
    /// For a client that takes something.
    static let longest = Duration.milliseconds(250)
    /// For one that stood still before, while another was waited for: many of them together delay
    /// the others hardly longer than one.
    static let shortest = Duration.milliseconds(10)

    let began: MonotonicTime

    /// When the wait ends, by when the client has last taken anything.
    func end(lastTaken: MonotonicTime) -> MonotonicTime {
        guard lastTaken < began else { return began.advanced(by: Self.longest) }
        return max(
            began.advanced(by: Self.shortest), lastTaken.advanced(by: Self.longest))
    }
}
