import SmugLoop

/// What is to be seen of a batch key at one moment.
struct KeyObservation: Sendable {
    let key: BatchKey
    /// Requests that gather, or wait in a batch for its turn.
    let waiting: Int
    /// `nil` where no window is open.
    let windowEnd: MonotonicTime?
    /// Where the window follows the rate.
    let rate: RateEstimator?
    let lastUsed: MonotonicTime
}

extension BatchMachine {
    /// Invocations that run.
    var running: Int { ladder.running }
    /// The same by route.
    var runningByRoute: [Int] { ladder.runningByRoute }
    /// Batches that wait for an invocation to end.
    var waitingBatches: Int { ladder.waiting }
    /// Keys that are known.
    var keyCount: Int { keys.count }
    /// Idle keys that were forgotten early because others came.
    var evictedKeys: Int { keys.evicted }

    /// Requests that wait, by route.
    var waitingByRoute: [Int] {
        var counts = runningByRoute.map { _ in 0 }
        keys.forEachInUse { key, state in counts[key.route] += state.waiting }
        return counts
    }

    /// The most requests that wait in one key.
    var longestQueue: Int {
        var longest = 0
        keys.forEachInUse { _, state in longest = max(longest, state.waiting) }
        return longest
    }

    /// The keys that are known whose slots are among so many from `start` on; `nil` past the last.
    func keyObservations(from start: Int, slots: Int) -> [KeyObservation]? {
        guard start < keys.slotCount else { return nil }
        var observations: [KeyObservation] = []
        keys.forEach(in: start..<start + slots) { key, state in
            observations.append(
                KeyObservation(
                    key: key, waiting: state.waiting, windowEnd: state.gatherer.windowEnd,
                    rate: state.departure.rate, lastUsed: state.lastUsed))
        }
        return observations
    }
}
