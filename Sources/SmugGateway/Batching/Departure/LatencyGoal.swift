import SmugLoop

/// The longest window with which a batch adds no more to a request's latency than a goal.
///
/// An invocation of `n` requests takes `a + b·n`: a batch adds to each of its requests the wait
/// for the others, and `b·(n - 1)` for their share of the invocation. The first waits longest, so
/// all stay below the goal if the batch leaves at
///
///     began + goal - b·(n - 1),
///
/// at once where that has passed. No later departure keeps the goal and an earlier one only costs
/// invocations. `b` is measured: ``InvocationTimeModel``. That latency against batch size is
/// a line worth learning for this end is from Clipper (Crankshaw and others, NSDI 2017, 4.3).
struct LatencyGoal: DepartureRule, Hashable {
    /// Nanoseconds.
    var goal: Int64
    /// The longest that any request waits, in nanoseconds.
    var maxWait: Int64 = .max

    mutating func requestJoined(_ batch: Gathering, at now: MonotonicTime) -> MonotonicTime {
        let (others, overflow) = batch.nanosecondsPerItem
            .multipliedReportingOverflow(by: Int64(batch.count - 1))
        let wait = overflow ? 0 : max(0, goal - others)
        return batch.began.advanced(byNanoseconds: min(wait, maxWait))
    }
}
