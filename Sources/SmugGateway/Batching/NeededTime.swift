/// How much time a request of a route has to have left for its invocation to be worth it.
///
/// Nine of ten of the latest invocations have ended in that, of those that have ended in time at
/// all, with an eighth on top: a queue that is served in order hands out, under overload, requests
/// that have just as much left as is asked for. Three cold starts or hiccups among 32 change nothing.
struct NeededTime: Sendable {
    /// Invocations that are remembered.
    static var maxSamples: Int { 32 }
    /// Fewer say nothing.
    static var minSamples: Int { 8 }

    private var samples: [Int64] = []
    private var next = 0
    private var isStale = true
    private var known: Int64?

    mutating func invocationTook(_ nanoseconds: Int64) {
        if samples.count < Self.maxSamples {
            samples.append(nanoseconds)
        } else {
            samples[next] = nanoseconds
            next = (next + 1) % Self.maxSamples
        }
        isStale = true
    }

    /// In nanoseconds; `nil` while it is not known.
    ///
    /// - Parameter timeout: what requests have at the beginning, always the same.
    mutating func nanoseconds(within timeout: Int64) -> Int64? {
        if isStale {
            isStale = false
            known = calculated(within: timeout)
        }
        return known
    }

    /// The same, not remembered for the next time.
    func calculated(within timeout: Int64) -> Int64? {
        guard samples.count >= Self.minSamples else { return nil }
        let sorted = samples.sorted()
        let inTime = sorted.prefix { $0 < timeout }
        // Where none ends in time, the shortest says that waiting is in vain.
        let time = inTime.isEmpty ? sorted[0] : inTime[inTime.count * 9 / 10]
        return time + time / 8
    }
}
