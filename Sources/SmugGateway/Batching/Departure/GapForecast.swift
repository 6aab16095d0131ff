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
    /// How much weight a count keeps with each further gap.
    private static var decay: Float { 0.99 }
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
        let row = run * Self.classes
        for index in 0..<Self.classes {
            counts[row + index] *= Self.decay
            allCounts[index] *= Self.decay
            sums[index] *= Self.decay
        }
        counts[row + found] += 1
        allCounts[found] += 1
        sums[found] += gap
        run = Self.run(after: found, from: run)
    }

    /// How long it pays to wait for the next request, in nanoseconds, with so many gathering.
    mutating func wait(count: Int) -> Int64 {
        guard !counts.isEmpty else { return 0 }
        let outlook = outlook()
        let row = run * (steps + 1)
        let before = values[row + 1]
        var chosen: Float = 0
        for step in 1...steps {
            let (cost, wait) =
                step < maxItems
                ? best(step, next: min(step + 1, steps), outlook) : (outlook.leaving, 0)
            values[row + step] = (step == steps ? outlook.leaving : cost) - mean
            if step == min(count, steps) { chosen = wait }
        }
        if count > steps { chosen = best(count, next: steps, outlook).wait }
        mean = min(max(mean + 0.05 * (values[row + 1] - before), 0), 1)
        return Int64(chosen * Float(worth))
    }

    // MARK: - Decisions

    /// What may come next, as seen from the run.
    private struct Outlook {
        struct Chance {
            var probability: Float
            var gap: Float
            var end: Float
            /// The row of values that it leads to, and of these the one of a request on its own.
            var row: Int
            var alone: Float
        }

        var chances: [Chance] = []
        /// What it costs to leave now.
        var leaving: Float = 1
    }

    private func outlook() -> Outlook {
        var outlook = Outlook()
        let all = allCounts.reduce(0, +)
        let row = run * Self.classes
        let total = counts[row..<row + Self.classes].reduce(0, +) + Self.backing
        outlook.chances.reserveCapacity(Self.classes)
        for index in 0..<Self.classes where allCounts[index] > 0.001 {
            let next = Self.run(after: index, from: run) * (steps + 1)
            let count = counts[row + index] + Self.backing * allCounts[index] / all
            let chance = Outlook.Chance(
                probability: count / total, gap: sums[index] / allCounts[index],
                end: index == Self.classes - 1 ? .infinity : Self.ends[index],
                row: next, alone: values[next + 1])
            outlook.chances.append(chance)
            outlook.leaving += chance.probability * chance.alone
        }
        return outlook
    }

    /// The least cost with so many gathering, and the wait that has it.
    private func best(
        _ count: Int, next: Int, _ outlook: Outlook
    ) -> (cost: Float, wait: Float) {
        var best = outlook.leaving
        var wait: Float = 0
        var joined: Float = 0
        var probability: Float = 0
        var missed = outlook.leaving - 1
        for chance in outlook.chances where chance.end < .infinity {
            probability += chance.probability
            joined +=
                chance.probability * (Float(count) * chance.gap + values[chance.row + next])
            missed -= chance.probability * chance.alone
            let cost = joined + (1 - probability) * (Float(count) * chance.end + 1) + missed
            if cost < best - 1e-6 {
                best = cost
                wait = chance.end
            }
        }
        return (best, wait)
    }

    // MARK: - Classes

    private mutating func makeRoom() {
        counts = Array(repeating: 0, count: (Self.maxRun + 1) * Self.classes)
        allCounts = Array(repeating: 0, count: Self.classes)
        sums = allCounts
        values = Array(repeating: 0, count: (Self.maxRun + 1) * (steps + 1))
    }

    private static func run(after gapClass: Int, from run: Int) -> Int {
        gapClass >= longClass ? 0 : min(run + 1, maxRun)
    }

    /// The upper ends of the classes, in units of `worth`; the last has none.
    private static let ends: [Float] = (0..<classes).map { index in
        let octave = Float(sign: .plus, exponent: index / 2 - 8, significand: 1)
        return index % 2 == 0 ? octave : octave * Float(2).squareRoot()
    }

    private static func gapClass(_ gap: Float) -> Int {
        // 2^-8 is the end of the first class.
        guard gap > 0x1p-8 else { return 0 }
        let half = gap.significand > Float(2).squareRoot() ? 2 : gap.significand > 1 ? 1 : 0
        return min(2 * (Int(gap.exponent) + 8) + half, classes - 1)
    }
}
