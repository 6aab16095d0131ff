import TestSupport
import Testing

@testable import SmugGateway

/// One number says how waiting and invocations are weighed; the cost is never over twice the least.
@Suite struct BalanceTests {
    /// A whole number of nanoseconds of waiting, small, so that adversaries hit every edge.
    private static let worth: Int64 = 1_000_000

    private static func ratio(
        _ arrivals: [Arrival], worth: Int64, maxItems: Int = 16, predicts: Bool = true,
        sizes: [Int] = []
    ) -> Double {
        let policy = BatchPolicy(
            window: .balance(Balance.Settings(worth: worth, predicts: predicts)),
            maxItems: maxItems, maxBytes: .max, maxQueueDepth: .max, maxRunning: nil,
            preferredSizes: sizes)
        let outcome = Replay(policy).run(arrivals)
        let optimum = Optimum.cost(arrivals, worth: worth, maxBatchSize: maxItems)
        return Double(outcome.cost(worth: worth)) / Double(optimum)
    }

    private static func arrivals(_ gaps: [Int64]) -> [Arrival] {
        var time: Int64 = 0
        return gaps.map { gap in
            time += gap
            return Arrival(nanoseconds: time)
        }
    }

    /// Whether the next arrival is forecast, and sizes at which batches rather leave.
    struct Early: Sendable, CustomTestStringConvertible {
        var predicts = true
        var sizes: [Int] = []
        var testDescription: String { "\(predicts ? "forecast" : "plain"), \(sizes)" }

        static let all = [[], [2], [2, 3, 4, 5, 6, 7, 8]].flatMap { sizes in
            [Early(sizes: sizes), Early(predicts: false, sizes: sizes)]
        }
    }

    @Test(arguments: Early.all, [1, 2, 3, 5])
    func `every short input costs at most twice the least`(early: Early, maxItems: Int) {
        let gaps: [Int64] = [0, 1, Self.worth / 3, Self.worth / 2, Self.worth, 4 * Self.worth]
        var worst = 0.0
        for number in 0..<7776 {
            var rest = number
            let chosen = (0..<5).map { _ in
                defer { rest /= gaps.count }
                return gaps[rest % gaps.count]
            }
            let arrivals = Self.arrivals([0] + chosen)
            for count in 1...arrivals.count where number == 0 || count == arrivals.count {
                let prefix = Array(arrivals.prefix(count))
                let ratio = Self.ratio(
                    prefix, worth: Self.worth, maxItems: maxItems, predicts: early.predicts,
                    sizes: early.sizes.filter { $0 <= maxItems })
                worst = max(worst, ratio)
            }
        }
        #expect(worst <= 2)
    }

    /// Each departure at a preferred size gains, where the forecast and the plain rule would wait.
    @Test(arguments: Early.all)
    func `a preferred size lets no batch leave before the promise does`(early: Early) {
        let gaps: [Int64] = [0, 312_500, 5_759_000]
        let arrivals = Self.arrivals((0..<200).flatMap { _ in gaps })
        let ratio = Self.ratio(
            arrivals, worth: 5_000_000, predicts: early.predicts, sizes: early.sizes)
        #expect(ratio <= 2)
    }

    @Test func `where the promise lets it a batch leaves at a preferred size`() {
        let policy = BatchPolicy(
            window: .balance(Balance.Settings(worth: 20_000_000, predicts: false)), maxItems: 16,
            maxBytes: .max, maxQueueDepth: 100, maxRunning: nil, preferredSizes: [4])
        let arrivals = (0..<4).map { Arrival(nanoseconds: Int64($0) * 2_000_000) }
        let sooner = Replay(policy).run(arrivals).waitSum
        #expect(sooner < 20_000_000, "the plain rule waits so long in sum")
    }

    @Test(arguments: 0..<24 as Range<UInt64>)
    func `an adversary that climbs finds no input that costs more than twice the least`(
        seed: UInt64
    ) {
        var random = SplitMix64(seed: seed)
        let early = Early.all[Int(seed) % Early.all.count]
        let maxItems = [2, 3, 4, 8, 16, 100].randomElement(using: &random) ?? 16
        func gap() -> Int64 {
            switch Int.random(in: 0..<5, using: &random) {
            case 0: 0
            case 1: 1
            case 2: .random(in: 0...Self.worth / 16, using: &random)
            case 3: .random(in: 0...Self.worth, using: &random)
            default: .random(in: 0...8 * Self.worth, using: &random)
            }
        }
        var gaps = (0..<Int.random(in: 2...60, using: &random)).map { _ in gap() }
        func ratio(_ gaps: [Int64]) -> Double {
            Self.ratio(
                Self.arrivals(gaps), worth: Self.worth, maxItems: maxItems,
                predicts: early.predicts, sizes: early.sizes.filter { $0 <= maxItems })
        }
        var best = ratio(gaps)
        for _ in 0..<400 {
            var changed = gaps
            switch Int.random(in: 0..<4, using: &random) {
            case 0 where changed.count > 2:
                changed.remove(at: .random(in: changed.indices, using: &random))
            case 1 where changed.count < 120:
                changed.insert(gap(), at: .random(in: changed.indices, using: &random))
            case 2: changed[.random(in: changed.indices, using: &random)] = gap()
            default:
                let index = Int.random(in: changed.indices, using: &random)
                changed[index] = max(0, changed[index] + .random(in: -9999...9999, using: &random))
            }
            let ratio = ratio(changed)
            if ratio >= best { (gaps, best) = (changed, ratio) }
        }
        #expect(best <= 2, "\(maxItems) in a batch, \(early), gaps \(gaps)")
    }

    @Test func `traffic of every kind costs little more than the least`() {
        var ratios: [Double] = []
        for traffic in Traffic.all {
            let arrivals = traffic.arrivals(1500, seed: 1)
            for worth in [10, 20, 50] as [Int64] {
                let ratio = Self.ratio(arrivals, worth: worth * 1_000_000)
                #expect(ratio <= 1.5, "\(traffic), worth \(worth)")
                ratios.append(ratio)
            }
        }
        #expect(ratios.reduce(0, +) / Double(ratios.count) <= 1.2)
    }

    @Test func `without the forecast a batch leaves when its requests have waited the worth`() {
        let policy = BatchPolicy(
            window: .balance(Balance.Settings(worth: 10_000_000, predicts: false)), maxItems: 3,
            maxBytes: .max, maxQueueDepth: 100, maxRunning: nil)
        func waits(_ milliseconds: [Int64]) -> [Int64] {
            Replay(policy).run(milliseconds.map { Arrival(nanoseconds: $0 * 1_000_000) })
                .waits.map { $0 / 1_000_000 }
        }
        #expect(waits([0]) == [10])
        #expect(waits([0, 4]) == [3, 7])
        #expect(waits([0, 4, 5]) == [0, 1, 5], "full")
        #expect(waits([0, 4, 100]) == [3, 7, 10])
    }

    @Test func `nobody waits longer than the worth, or than the longest wait`() {
        for (maxWait, longest) in [(Int64.max, Int64(20_000_000)), (7_000_000, 7_000_000)] {
            let policy = BatchPolicy(
                window: .balance(Balance.Settings(worth: 20_000_000, maxWait: maxWait)),
                maxItems: 16, maxBytes: .max, maxQueueDepth: 10_000, maxRunning: nil)
            for traffic in Traffic.all {
                let outcome = Replay(policy).run(traffic.arrivals(500, seed: 2))
                #expect(outcome.requests == 500)
                #expect(outcome.wait(share: 1) <= longest, "\(traffic)")
            }
        }
    }

    @Test func `lone requests soon leave at once`() {
        let arrivals = (0..<50).map { Arrival(nanoseconds: Int64($0) * 1_000_000_000) }
        let ratio = Self.ratio(arrivals, worth: 20_000_000)
        #expect(ratio < 1.06)
    }
}
