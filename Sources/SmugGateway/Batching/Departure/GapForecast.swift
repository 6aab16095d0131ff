import SmugLoop

/// Says how long waiting for the next request of a key pays, from the gaps between those before.
///
/// Gaps are counted in classes of half an octave around what an invocation is worth, separately for
/// each number of short gaps in a row before them: so bursts, pairs and fan-outs of a size show
/// where they end. Older gaps count less and less. On these counts stands a small Markov decision
/// process: a state is the number of requests that gather and the run of short gaps, a decision how
/// long to wait for the next one before leaving. Its values, in units of `worth` and relative to
/// the mean, are improved by one step for each request.
struct GapForecast: Sendable {
    private static var classes: Int { 20 }
    /// Gaps of this class and above end a run: more than 0.7 of what an invocation is worth.
    private static var longClass: Int { 16 }
    private static var maxRun: Int { 16 }
    /// Numbers of gathering requests that have values of their own.
    private static var maxSteps: Int { 16 }
    /// In a row of values: that of each step from 1 on, then once more the last, and as many as
    /// lanes are read at a time.
    private static var rowLength: Int { maxSteps + 2 }
    /// So many steps are improved at a time.
    private typealias Lanes = SIMD8<Float>
    /// How much more each further gap counts.
    private static var growth: Float { 1 / 0.99 }
    private static var maxWeight: Float { 0x1p40 }
    /// How many gaps of any run count beside those of the same run.
    private static var backing: Float { 2 }

    private let worth: Int64
    private let steps: Int
    private let maxItems: Int
    private var latest: MonotonicTime?
    private var run = 0
    /// Counts of gaps, by run and class; made when the second request comes.
    private var counts: [Float] = []
    /// The same over all runs, and the sum of the gaps of each class.
    private var allCounts: [Float] = []
    private var sums: [Float] = []
    /// The mean gap of each class.
    private var gaps: [Float] = []
    /// Of each run and of all: the sum of the counts, and what the next gap counts.
    private var totals: [Float] = []
    private var weights: [Float] = []
    private var allTotal: Float = 0
    private var allWeight: Float = 1
    /// So many requests have gathered of late, and a few more: values beyond may be old.
    private var reach = 4
    private var untilReset = 512
    /// What is yet to be paid, by run and by how many requests gather.
    private var values: [Float] = []
    private var mean: Float = 1

    init(worth: Int64, maxItems: Int) {
        self.worth = worth
        self.maxItems = maxItems
        steps = min(maxItems, Self.maxSteps)
    }

    mutating func requestArrived(at now: MonotonicTime) {
        defer { latest = now }
        guard let latest else { return }
        if counts.isEmpty { makeRoom() }
        let gap = Float(max(0, now.nanosecondsSince(latest))) / Float(worth)
        let found = Self.gapClass(gap)
        // Later counts grow where earlier ones would fade: that is the same, for one of them.
        counts[run * Self.classes + found] += weights[run]
        totals[run] += weights[run]
        weights[run] *= Self.growth
        if weights[run] > Self.maxWeight { rescale(run) }
        allCounts[found] += allWeight
        sums[found] += gap * allWeight
        gaps[found] = sums[found] / allCounts[found]
        allTotal += allWeight
        allWeight *= Self.growth
        if allWeight > Self.maxWeight { rescaleAll() }
        run = Self.run(after: found, from: run)
    }

    /// How long it pays to wait for the next request, in nanoseconds, with so many gathering.
    mutating func wait(count: Int) -> Int64 {
        guard !counts.isEmpty else { return 0 }
        updateReach(count)
        let outlook = outlook()
        let row = run * Self.rowLength
        let before = values[row + 1]
        let last = min(reach, steps)
        var chosen: Float = 0
        // No step needs a value that this call improves.
        for start in stride(from: 0, to: last, by: Lanes.scalarCount) {
            let (costs, waits) = best(
                Self.ascending + Float(start), short: lanes(outlook.shortRow + start + 2),
                long: lanes(start + 2), outlook)
            for step in start + 1...min(start + Lanes.scalarCount, last) {
                let lane = step - start - 1
                values[row + step] = (step == steps ? outlook.leaving : costs[lane]) - mean
                if step == count, step < maxItems { chosen = waits[lane] }
            }
        }
        values[row + steps + 1] = values[row + steps]
        if count > steps {
            chosen =
                best(
                    Lanes(repeating: Float(count)),
                    short: Lanes(repeating: values[outlook.shortRow + steps]),
                    long: Lanes(repeating: values[steps]), outlook
                ).wait[0]
        }
        mean = min(max(mean + 0.05 * (values[row + 1] - before), 0), 1)
        return Int64(chosen * Float(worth))
    }

    private static var ascending: Lanes { Lanes(1, 2, 3, 4, 5, 6, 7, 8) }

    private func lanes(_ index: Int) -> Lanes {
        unsafe values.withUnsafeBytes { values in
            precondition(index * 4 + MemoryLayout<Lanes>.size <= values.count, "within the rows")
            return unsafe values.loadUnaligned(fromByteOffset: index * 4, as: Lanes.self)
        }
    }

    private mutating func updateReach(_ count: Int) {
        untilReset -= 1
        if untilReset == 0 {
            untilReset = 512
            reach = 4
        }
        reach = max(reach, count + 2)
    }

    // MARK: - Decisions

    /// What may come next, as seen from the run.
    private struct Outlook {
        /// Of each class; 0 for one that is too rare to count.
        var shares: [20 of Float] = .init(repeating: 0)
        /// The row of values that a short gap leads to; a long one leads to the first.
        let shortRow: Int
        /// The value there of a request on its own.
        let shortAlone: Float
        let longAlone: Float
        /// What it costs to leave now.
        var leaving: Float = 1
    }

    private func outlook() -> Outlook {
        let shortRow = Self.run(after: 0, from: run) * Self.rowLength
        var outlook = Outlook(
            shortRow: shortRow, shortAlone: values[shortRow + 1], longAlone: values[1])
        let row = run * Self.classes
        // In units of this run's counts.
        let backing = Self.backing * weights[run]
        let total = totals[run] + backing
        for index in 0..<Self.classes where allCounts[index] > 0 {
            let share =
                (counts[row + index] + backing * allCounts[index] / allTotal) / total
            guard share > 1e-4 else { continue }
            outlook.shares[index] = share
            let isLong = index >= Self.longClass
            outlook.leaving += share * (isLong ? outlook.longAlone : outlook.shortAlone)
        }
        return outlook
    }

    /// The least costs with so many gathering, a lane each, and the waits that have them.
    ///
    /// - Parameters:
    ///   - short: the values after a short gap, with one more gathering.
    ///   - long: the same after a long one.
    private func best(
        _ waiting: Lanes, short: Lanes, long: Lanes, _ outlook: borrowing Outlook
    ) -> (cost: Lanes, wait: Lanes) {
        let ends = Self.ends
        let shares = outlook.shares.span
        var best = Lanes(repeating: outlook.leaving)
        var wait = Lanes.zero
        var joined = Lanes.zero
        var probability: Float = 0
        var missed = outlook.leaving - 1
        // The last class has no end that could be waited for.
        for index in 0..<Self.classes - 1 {
            let share = shares[index]
            guard share > 0 else { continue }
            let end = ends[index]
            let isLong = index >= Self.longClass
            probability += share
            joined += share * (waiting * gaps[index] + (isLong ? long : short))
            missed -= share * (isLong ? outlook.longAlone : outlook.shortAlone)
            let cost = joined + (1 - probability) * (waiting * end + 1) + missed
            let isBetter = cost .< (best - 1e-6)
            best.replace(with: cost, where: isBetter)
            wait.replace(with: end, where: isBetter)
        }
        return (best, wait)
    }

    // MARK: - Classes

    private mutating func makeRoom() {
        counts = Array(repeating: 0, count: (Self.maxRun + 1) * Self.classes)
        allCounts = Array(repeating: 0, count: Self.classes)
        sums = allCounts
        gaps = allCounts
        totals = Array(repeating: 0, count: Self.maxRun + 1)
        weights = Array(repeating: 1, count: Self.maxRun + 1)
        values = Array(repeating: 0, count: (Self.maxRun + 1) * Self.rowLength)
    }

    private static func run(after gapClass: Int, from run: Int) -> Int {
        gapClass >= longClass ? 0 : min(run + 1, maxRun)
    }

    private mutating func rescale(_ run: Int) {
        let scale = 1 / weights[run]
        for index in run * Self.classes..<(run + 1) * Self.classes { counts[index] *= scale }
        totals[run] *= scale
        weights[run] = 1
    }

    private mutating func rescaleAll() {
        let scale = 1 / allWeight
        for index in 0..<Self.classes {
            allCounts[index] *= scale
            sums[index] *= scale
            if allCounts[index] > 0 { gaps[index] = sums[index] / allCounts[index] }
        }
        allTotal *= scale
        allWeight = 1
    }

    /// The upper ends of the classes, in units of `worth`; the last has none.
    private static let ends: [Float] = (0..<classes).map { index in
        let octave = Float(sign: .plus, exponent: index / 2 - 8, significand: 1)
        return index % 2 == 0 ? octave : octave * squareRootOf2
    }

    private static var squareRootOf2: Float { 1.414_213_6 }

    private static func gapClass(_ gap: Float) -> Int {
        // 2^-8 is the end of the first class.
        guard gap > 0x1p-8 else { return 0 }
        let half = gap.significand > squareRootOf2 ? 2 : gap.significand > 1 ? 1 : 0
        return min(2 * (Int(gap.exponent) + 8) + half, classes - 1)
    }
}
