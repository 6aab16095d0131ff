import SmugLoop

/// The longest window with which a batch adds no more to a request's latency than a goal.
///
/// An invocation of `n` requests takes `a + b·n`: a batch adds to each of its requests the wait
/// for the others, and `b·(n - 1)` for their share of the invocation. The first waits longest, and
/// one more may come at the last moment, so all stay within the goal if the batch leaves at
///
///     began + goal - b·n,
///
/// at once where that has passed. Of requests that come at the same time only so many share a batch
/// as keep the goal. With a later departure the next request could break the goal, and
/// an earlier one only costs invocations. `b` is measured: ``InvocationTimeModel``. Until it is,
/// batches grow by one, and where nothing shows any more that it still holds a few are probes. That latency against batch size is a line worth learning for this end
/// is from Clipper (Crankshaw and others, NSDI 2017, 4.3).
struct LatencyGoal: Hashable, Sendable {
    /// Nanoseconds.
    var goal: Int64
    /// The longest that any request waits, in nanoseconds.
    var maxWait: Int64 = .max

    /// What a batch of so many may add to its first request before it leaves, in nanoseconds.
    ///
    /// - Parameter reserve: of the goal, for departures that come late.
    func window(count: Int, itemTime: ItemTime, reserve: Int64) -> Int64 {
        var wait: Int64 = 0
        switch itemTime {
        case .unknown(let size): wait = count < size ? goal - reserve : 0
        case .known(let nanoseconds):
            let (others, overflow) = nanoseconds.multipliedReportingOverflow(by: Int64(count))
            if !overflow { wait = max(0, goal - reserve - others) }
        case .probed(let nanoseconds, let size, let isLarger):
            if isLarger, count < size {
                wait = goal - reserve
            } else if isLarger || count < size {
                return window(count: count, itemTime: .known(nanoseconds), reserve: reserve)
            }
        }
        return min(wait, maxWait)
    }

    /// Whether a batch of so many that leaves now keeps the goal for its first request.
    ///
    /// Where all have had one size, and could have no other, one that is smaller shows what a request
    /// takes.
    func allows(count: Int, itemTime: ItemTime, waited: Int64) -> Bool {
        switch itemTime {
        case .unknown(let size): return size <= 2 || count < size - 1
        case .known(let nanoseconds): return allowsKnown(count, nanoseconds, waited)
        case .probed(let nanoseconds, let size, let isLarger):
            if count <= size { return isLarger || allowsKnown(count, nanoseconds, waited) }
            return isLarger && allowsKnown(count, nanoseconds, waited)
        }
    }

    private func allowsKnown(_ count: Int, _ nanoseconds: Int64, _ waited: Int64) -> Bool {
        let (others, overflow) = nanoseconds.multipliedReportingOverflow(by: Int64(count - 1))
        return !overflow && others <= goal - min(waited, goal)
    }
}

/// The windows of one key under a ``LatencyGoal``, with a reserve for departures that come late.
///
/// No timer is early and some are late, most of all on a busy machine: with the whole goal planned
/// the first request of each batch would miss it. After each batch the reserve moves by what share
/// of its requests had more added than the goal, less the share that may:
///
///     reserve += step · (missed - allowed).
///
/// In the long run that share of requests misses, however late timers are, and one that is later
/// by far than all others moves it no more than any (Gibbs and Candès, Adaptive Conformal Inference
/// Under Distribution Shift, NeurIPS 2021).
struct LatencyGoalWindow: DepartureRule {
    /// Half of what the 99th percentile lets miss.
    private static let allowed = 0.005

    private let goal: LatencyGoal
    private(set) var reserve: Int64 = 0
    private var batch = Gathering(count: 0, began: MonotonicTime(nanoseconds: 0))

    init(_ goal: LatencyGoal) {
        self.goal = goal
    }

    mutating func requestJoined(_ batch: Gathering, at now: MonotonicTime) -> MonotonicTime {
        self.batch = batch
        let wait = goal.window(count: batch.count, itemTime: batch.itemTime, reserve: reserve)
        return batch.began.advanced(byNanoseconds: wait)
    }

    func takes(_ batch: Gathering, at now: MonotonicTime) -> Bool {
        goal.allows(
            count: batch.count, itemTime: batch.itemTime,
            waited: now.nanosecondsSince(batch.began))
    }

    mutating func batchLeft(isClosed: Bool, at now: MonotonicTime) {
        guard batch.count > 0 else { return }
        let step = Double(goal.goal) / 16
        let moved = Double(reserve) + step * (missed(at: now) - Self.allowed)
        reserve = Int64(min(max(0, moved), Double(goal.goal) / 2))
        batch = Gathering(count: 0, began: now)
    }

    /// The share of the batch's requests to which more than the goal is added, if they came evenly.
    private func missed(at now: MonotonicTime) -> Double {
        guard let itemTime = batch.itemTime.nanoseconds else { return 0 }
        let waited = Double(max(0, now.nanosecondsSince(batch.began)))
        let others = Double(batch.count - 1)
        let excess = waited + Double(itemTime) * others - Double(goal.goal)
        guard excess > 0 else { return 0 }
        return (1 + others * min(1, excess / max(1, waited))) / Double(batch.count)
    }
}
