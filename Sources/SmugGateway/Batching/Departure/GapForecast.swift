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
        let row = run * (steps + 1)
        let before = values[row + 1]
        var chosen: Float = 0
        for step in 1...min(reach, steps) {
            let (cost, wait) =
                step < maxItems
                ? best(step, next: min(step + 1, steps), outlook) : (outlook.leaving, 0)
            values[row + step] = (step == steps ? outlook.leaving : cost) - mean
            if step == count { chosen = wait }
        }
        if count > steps { chosen = best(count, next: steps, outlook).wait }
        mean = min(max(mean + 0.05 * (values[row + 1] - before), 0), 1)
        return Int64(chosen * Float(worth))
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

    /// What may come next, as seen from the run: up to so many classes of gaps, the short ones first.
    private struct Outlook {
        var count = 0
        var probability: [20 of Float] = .init(repeating: 0)
        var gap: [20 of Float] = .init(repeating: 0)
        var end: [20 of Float] = .init(repeating: 0)
        /// The row of values that a class leads to, and of these the one of a request on its own.
        var row: [20 of Int] = .init(repeating: 0)
        var alone: [20 of Float] = .init(repeating: 0)
        /// What it costs to leave now.
        var leaving: Float = 1
    }

    private func outlook() -> Outlook {
        var outlook = Outlook()
        let row = run * Self.classes
        // In units of this run's counts.
        let backing = Self.backing * weights[run]
        let total = totals[run] + backing
        for index in 0..<Self.classes where allCounts[index] > 0 {
            let next = Self.run(after: index, from: run) * (steps + 1)
            let share =
                (counts[row + index] + backing * allCounts[index] / allTotal) / total
            guard share > 1e-4 else { continue }
            let place = outlook.count
            outlook.probability[place] = share
            outlook.gap[place] = sums[index] / allCounts[index]
            outlook.end[place] = index == Self.classes - 1 ? .infinity : Self.end(of: index)
            outlook.row[place] = next
            outlook.alone[place] = values[next + 1]
            outlook.leaving += share * values[next + 1]
            outlook.count += 1
        }
        return outlook
    }

    /// The least cost with so many gathering, and the wait that has it.
    private func best(
        _ count: Int, next: Int, _ outlook: borrowing Outlook
    ) -> (cost: Float, wait: Float) {
        var best = outlook.leaving
        var wait: Float = 0
        var joined: Float = 0
        var probability: Float = 0
        var missed = outlook.leaving - 1
        let waiting = Float(count)
        for place in 0..<outlook.count {
            let end = outlook.end[place]
            guard end < .infinity else { break }
            let share = outlook.probability[place]
            probability += share
            joined += share * (waiting * outlook.gap[place] + values[outlook.row[place] + next])
            missed -= share * outlook.alone[place]
            let cost = joined + (1 - probability) * (waiting * end + 1) + missed
            if cost < best - 1e-6 {
                best = cost
                wait = end
            }
        }
        return (best, wait)
    }

    // MARK: - Classes

    private mutating func makeRoom() {
        counts = Array(repeating: 0, count: (Self.maxRun + 1) * Self.classes)
        allCounts = Array(repeating: 0, count: Self.classes)
        sums = allCounts
        totals = Array(repeating: 0, count: Self.maxRun + 1)
        weights = Array(repeating: 1, count: Self.maxRun + 1)
        values = Array(repeating: 0, count: (Self.maxRun + 1) * (steps + 1))
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
        }
        allTotal *= scale
        allWeight = 1
    }

    /// The upper end of a class, in units of `worth`; the last has none.
    private static func end(of index: Int) -> Float {
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
