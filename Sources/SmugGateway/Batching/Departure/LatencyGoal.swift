import SmugLoop

/// The longest window with which a batch adds no more to a request's latency than a goal.
///
/// An invocation of `n` requests takes `a + b·n`: a batch adds to each of its requests the wait
/// for the others, and `b·(n - 1)` for their share of the invocation. The first waits longest, and
/// one more may come at the last moment, so all stay within the goal if the batch leaves at
///
///     began + goal - b·n,
///
/// at once where that has passed. With a later departure the next request could break the goal, and
/// an earlier one only costs invocations. `b` is measured: ``InvocationTimeModel``. Until it is,
/// batches grow by one. That latency against batch size is a line worth learning for this end
/// is from Clipper (Crankshaw and others, NSDI 2017, 4.3).
struct LatencyGoal: DepartureRule, Hashable {
    /// Nanoseconds.
    var goal: Int64
    /// The longest that any request waits, in nanoseconds.
    var maxWait: Int64 = .max

    mutating func requestJoined(_ batch: Gathering, at now: MonotonicTime) -> MonotonicTime {
        var wait: Int64 = 0
        switch batch.itemTime {
        case .unknown(let size): wait = batch.count < size ? goal : 0
        case .known(let nanoseconds):
            let (others, overflow) = nanoseconds.multipliedReportingOverflow(
                by: Int64(batch.count))
            if !overflow { wait = max(0, goal - others) }
        }
        return batch.began.advanced(byNanoseconds: min(wait, maxWait))
    }
}
