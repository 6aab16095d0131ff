/// How long invocations of a route take by the number of their requests: `a + b·n`.
///
/// `b` is the median of the slopes between all pairs of the latest invocations whose sizes differ
/// (Theil 1950, Sen 1968): almost a third of them may be cold starts or hiccups before it moves.
struct InvocationTimeModel: Sendable {
    private struct Sample: Sendable {
        let size: Int
        let nanoseconds: Int64
    }

    /// Invocations that are remembered.
    static var maxSamples: Int { 64 }
    /// How many come between two calculations, which are not for each.
    private static var stride: Int { 8 }

    private var samples: [Sample] = []
    private var next = 0
    private var untilFit = 1
    /// What one more request adds to an invocation.
    private(set) var itemTime = ItemTime.unknown(leaveAt: 2)

    mutating func invocationEnded(size: Int, nanoseconds: Int64) {
        guard size > 0 else { return }
        let sample = Sample(size: size, nanoseconds: max(0, nanoseconds))
        if samples.count < Self.maxSamples {
            samples.append(sample)
        } else {
            samples[next] = sample
        }
        next = (next + 1) % Self.maxSamples
        untilFit -= 1
        guard untilFit == 0 else { return }
        untilFit = samples.count < Self.stride ? 1 : Self.stride
        fit()
    }

    private mutating func fit() {
        var slopes: [Int64] = []
        for (index, left) in samples.enumerated() {
            for right in samples[..<index] where right.size != left.size {
                slopes.append(
                    (left.nanoseconds - right.nanoseconds) / Int64(left.size - right.size))
            }
        }
        slopes.sort()
        if !slopes.isEmpty {
            itemTime = .known(max(0, slopes[slopes.count / 2]))
        } else if case .unknown = itemTime {
            // Where it was measured before that holds on.
            itemTime = .unknown(leaveAt: samples[0].size + 1)
        }
    }
}

/// What one more request adds to an invocation of a route.
enum ItemTime: Hashable, Sendable {
    /// All invocations have had one size: a larger one, at which to leave, will show.
    case unknown(leaveAt: Int)
    /// Nanoseconds.
    case known(Int64)
}
