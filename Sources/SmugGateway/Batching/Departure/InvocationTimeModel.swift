/// How long invocations of a route take by the number of their requests: `a + b·n`.
///
/// `b` is the median of the slopes between all pairs of the latest invocations whose sizes differ
/// (Theil 1950, Sen 1968): almost a third of them may be cold starts or hiccups before it moves.
/// Where all but a few have one size every slope goes through those few, so it takes several, of
/// which one may be a cold start, to be believed.
///
/// Under a steady load all batches have the usual size, and nothing shows any more what a request
/// takes. Then a few are made to have another: smaller ones, which keep every goal, or pairs where
/// no two requests share a batch. Pairs may break the goal; the more often they have not changed
/// that, the rarer they are.
struct InvocationTimeModel: Sendable {
    private struct Sample: Sendable {
        let size: Int
        let nanoseconds: Int64
    }

    /// Invocations that are remembered.
    static var maxSamples: Int { 64 }
    /// How many come between two calculations, which are not for each.
    private static var stride: Int { 8 }
    /// So many of other sizes than the usual one are believed, and so many in all.
    private static var believed: (others: Int, all: Int) { (others: 3, all: 5) }
    /// Batches that are made to have another size, one after the other.
    static var maxProbes: Int { 4 }
    /// Invocations of one size after which that is done: of several requests, or of one.
    private static let pauses = (shared: 64, alone: 256...2048)

    private var samples: [Sample] = []
    private var next = 0
    private var untilFit = 1
    private var measured: Int64?
    /// The most frequent size of the samples.
    private var usual = 1
    private var probes = 0
    private var untilProbes = 64
    private var pauseAlone = Self.pauses.alone.lowerBound
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
        fit()
        untilFit = samples.count < Self.stride ? 1 : Self.stride
    }

    /// A batch of so many has gathered, which may be one that was to show something: known now and
    /// not when it ends, for until then many more could leave.
    mutating func batchLeft(size: Int) {
        guard probes > 0, size != usual else { return }
        probes -= 1
        if probes == 0 { say() }
    }

    private mutating func fit() {
        let before = usual
        usual = mostFrequentSize()
        if usual != before { pauseAlone = Self.pauses.alone.lowerBound }
        let others = samples.count { $0.size != usual }
        if others >= Self.believed.others, samples.count >= Self.believed.all {
            measured = medianSlope()
            untilProbes = usual == 1 ? pauseAlone : Self.pauses.shared
        } else if measured != nil, probes == 0 {
            untilProbes -= Self.stride
            if untilProbes <= 0 { probe() }
        }
        say()
    }

    private mutating func probe() {
        probes = Self.maxProbes
        guard usual == 1 else {
            untilProbes = Self.pauses.shared
            return
        }
        pauseAlone = min(pauseAlone * 2, Self.pauses.alone.upperBound)
        untilProbes = pauseAlone
    }

    private mutating func say() {
        guard let measured else {
            itemTime = .unknown(leaveAt: usual + 1)
            return
        }
        guard probes > 0 else {
            itemTime = .known(measured)
            return
        }
        let size = usual == 1 ? 2 : usual - max(1, usual / 4)
        itemTime = .probed(measured, size: size, isLarger: usual == 1)
    }

    /// Of equals the largest.
    private func mostFrequentSize() -> Int {
        var (best, most) = (1, 0)
        var (size, count) = (0, 0)
        for next in samples.map(\.size).sorted() {
            count = next == size ? count + 1 : 1
            size = next
            if count >= most { (best, most) = (size, count) }
        }
        return best
    }

    private func medianSlope() -> Int64 {
        var slopes: [Int64] = []
        for (index, left) in samples.enumerated() {
            for right in samples[..<index] where right.size != left.size {
                slopes.append(
                    (left.nanoseconds - right.nanoseconds) / Int64(left.size - right.size))
            }
        }
        slopes.sort()
        return max(0, slopes[slopes.count / 2])
    }
}

/// What one more request adds to an invocation of a route.
enum ItemTime: Hashable, Sendable {
    /// Too few invocations have had another size than the others: one that is larger by one, at
    /// which to leave, will show.
    case unknown(leaveAt: Int)
    /// Nanoseconds.
    case known(Int64)
    /// Nanoseconds, as far as is known; a batch of this size, larger or smaller than the usual, is
    /// to show whether they still hold.
    case probed(Int64, size: Int, isLarger: Bool)

    /// As far as it is known.
    var nanoseconds: Int64? {
        switch self {
        case .unknown: nil
        case .known(let nanoseconds), .probed(let nanoseconds, _, _): nanoseconds
        }
    }
}
