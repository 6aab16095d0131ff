import Glibc
import SmugLoop
import TestSupport
import Testing

@testable import SmugGateway

@Suite struct LatencyGoalTests {
    @Test(arguments: [
        Named("the first request may wait as long as the goal lets one more come", (1, 2.0), 18),
        Named("each further one takes its share of the invocation off", (4, 2.0), 12),
        Named("a batch that has reached the goal leaves at once", (10, 2.0), 0),
        Named("one beyond it too", (300, 2.0), 0),
        Named("where one more costs nothing the window is the goal", (16, 0.0), 20),
        Named("numbers that overflow", (10_000, 1e12), 0),
    ])
    func `the window is the goal less what the others take`(_ row: Named<(Int, Double), Int>) {
        var goal = LatencyGoalWindow(LatencyGoal(goal: 20_000_000))
        let batch = Gathering(
            count: row.given.0, began: .at(100),
            itemTime: .known(Int64(row.given.1 * 1_000_000)))
        let end = goal.requestJoined(batch, at: .at(100))
        #expect(MonotonicTime.at(100).duration(to: end) == .milliseconds(row.wanted))
    }

    @Test func `the longest wait bounds it`() {
        var goal = LatencyGoalWindow(LatencyGoal(goal: 20_000_000, maxWait: 5_000_000))
        #expect(goal.requestJoined(Gathering(count: 1, began: .at(1)), at: .at(1)) == .at(6))
    }

    @Test(arguments: [
        Named("as many as keep the goal", (11, 0), true),
        Named("one more", (12, 0), false),
        Named("as many as keep it after a wait", (6, 10), true),
        Named("one more after a wait", (7, 10), false),
        Named("a second after a wait as long as the goal", (2, 20), false),
    ])
    func `of requests at the same time so many share a batch`(_ row: Named<(Int, Int), Bool>) {
        let window = LatencyGoalWindow(LatencyGoal(goal: 20_000_000))
        let batch = Gathering(
            count: row.given.0, began: .at(100), itemTime: .known(2_000_000))
        #expect(window.takes(batch, at: .at(100 + row.given.1)) == row.wanted)
    }

    @Test func `while it is unknown what a request takes, one batch is smaller by one`() {
        func takes(_ count: Int, _ itemTime: ItemTime) -> Bool {
            LatencyGoalWindow(LatencyGoal(goal: 20_000_000)).takes(
                Gathering(count: count, began: .at(100), itemTime: itemTime), at: .at(100))
        }
        #expect(takes(300, .unknown(leaveAt: 2)), "none has been measured, or lone requests only")
        #expect(takes(11, .unknown(leaveAt: 13)) && !takes(12, .unknown(leaveAt: 13)))
    }

    @Test(arguments: [5, 10, 20] as [Int64])
    func `fan-outs keep the goal too`(goal: Int64) {
        let policy = BatchPolicy(
            window: .latencyGoal(LatencyGoal(goal: goal * 1_000_000)), maxItems: 64,
            maxBytes: .max, maxQueueDepth: .max, maxRunning: nil)
        let time = InvocationTime(nanoseconds: 30_000_000, nanosecondsPerItem: 1_500_000)
        let arrivals = (0..<4800 as Range<Int64>).map {
            Arrival(nanoseconds: $0 / 12 * 100_000_000)
        }
        let outcome = Replay(policy, invocation: time).run(arrivals)
        #expect(outcome.added(share: 0.99) <= goal * 1_000_000)
        #expect(outcome.invocations < 4800 / 3)
    }

    /// Late are timers: the first by a minute, all others by half a millisecond in the mean.
    @Test(arguments: [0, 1_000_000] as [Int64])
    func `where timers are late the 99th percentile stays under the goal`(itemTime: Int64) {
        let goal: Int64 = 20_000_000
        var rule = LatencyGoalWindow(LatencyGoal(goal: goal))
        var random = SplitMix64(seed: 7)
        var added: [Int64] = []
        var windows: Int64 = 0
        for number in 0..<2000 {
            let began = MonotonicTime.at(number * 1000 + 1000)
            let count = Int.random(in: 1...4, using: &random)
            var end = began
            for request in 1...count {
                let batch = Gathering(count: request, began: began, itemTime: .known(itemTime))
                end = rule.requestJoined(batch, at: began)
            }
            windows += end.nanosecondsSince(began)
            var late = -500_000 * log(Double.random(in: 1e-9...1, using: &random))
            if number == 0 { late = 60e9 }
            end = end.advanced(byNanoseconds: Int64(late))
            rule.batchLeft(isClosed: false, at: end)
            guard number >= 100 else { continue }
            let others = itemTime * Int64(count - 1)
            for request in 0..<count {
                let came = Int64(request) * end.nanosecondsSince(began) / Int64(count)
                added.append(end.nanosecondsSince(began) - came + others)
            }
        }
        added.sort()
        #expect(added[added.count * 99 / 100] <= goal)
        #expect(windows / 2000 > goal * 2 / 3)
    }

    /// What batching adds is the wait, and the others' share of the invocation.
    @Test(arguments: [0.0, 0.5, 3.0])
    func `the 99th percentile of the added latency stays under the goal`(perItem: Double) {
        let policy = BatchPolicy(
            window: .latencyGoal(LatencyGoal(goal: 20_000_000)), maxItems: 64, maxBytes: .max,
            maxQueueDepth: .max, maxRunning: nil)
        let time = InvocationTime(
            nanoseconds: 30_000_000, nanosecondsPerItem: Int64(perItem * 1_000_000))
        for rate in [20.0, 200, 2000] {
            var generator = ArrivalGenerator(.poisson(rate: rate), seed: 3)
            let outcome = Replay(policy, invocation: time).run(generator.arrivals(3000))
            let instant = Replay(policy).run(generator.arrivals(3000))
            if rate > 100 { #expect(instant.invocations < 1000, "batches grow without a time too") }
            let size = Double(outcome.requests) / Double(outcome.invocations)
            let added = Double(outcome.added(share: 0.99)) / 1_000_000
            #expect(added <= 20, "\(rate) a second, batches of \(size)")
            if perItem == 0, rate > 100 { #expect(size > 2, "\(rate) a second") }
        }
    }
}

@Suite struct InvocationTimeModelTests {
    private static func perItem(_ samples: [(size: Int, milliseconds: Int64)]) -> Double? {
        var model = InvocationTimeModel()
        for sample in samples {
            model.invocationEnded(
                size: sample.size, nanoseconds: sample.milliseconds * 1_000_000)
        }
        guard case .known(let nanoseconds) = model.itemTime else { return nil }
        return Double(nanoseconds) / 1_000_000
    }

    @Test func `the slope of a line is found`() {
        #expect(Self.perItem([(1, 12), (4, 18), (8, 26), (2, 14), (3, 16)]) == 2)
    }

    @Test func `cold starts do not move it`() {
        var samples: [(size: Int, milliseconds: Int64)] = []
        for index in 0..<64 {
            let coldStart = index % 5 == 0 ? 900 : 0
            samples.append((index % 8 + 1, Int64(10 + 2 * (index % 8) + coldStart)))
        }
        let slope = Self.perItem(samples)
        #expect(abs((slope ?? 0) - 2) < 0.5)
    }

    @Test func `an invocation that grows faster with more requests is no gain`() {
        #expect(Self.perItem([(1, 50), (2, 40), (3, 30), (4, 20), (5, 10)]) == 0)
    }

    @Test func `while all have had one size the next batch is larger by one`() {
        var model = InvocationTimeModel()
        #expect(model.itemTime == .unknown(leaveAt: 2))
        for _ in 0..<3 { model.invocationEnded(size: 4, nanoseconds: 5) }
        #expect(model.itemTime == .unknown(leaveAt: 5))
        var goal = LatencyGoalWindow(LatencyGoal(goal: 20_000_000))
        let waits = [1, 4, 5].map { count in
            let batch = Gathering(count: count, began: .at(0), itemTime: model.itemTime)
            return goal.requestJoined(batch, at: .at(0))
        }
        #expect(waits == [.at(20), .at(20), .at(0)])
    }

    @Test func `what was measured holds on while all have one size, and is measured again`() {
        var model = InvocationTimeModel()
        for size in 1...4 { model.invocationEnded(size: size, nanoseconds: Int64(size) * 2) }
        for _ in 0..<96 { model.invocationEnded(size: 4, nanoseconds: 8) }
        #expect(model.itemTime == .known(2))
        for _ in 0..<64 { model.invocationEnded(size: 4, nanoseconds: 8) }
        #expect(model.itemTime == .probed(2, size: 3, isLarger: false))
        for size in [3, 4, 3, 3] { model.batchLeft(size: size) }
        #expect(model.itemTime == .probed(2, size: 3, isLarger: false), "one is to come")
        model.batchLeft(size: 3)
        #expect(model.itemTime == .known(2))
    }

    @Test(arguments: [
        Named("none of another size", [1, 1, 1, 1, 1, 1], false),
        Named("two of another size", [1, 1, 1, 1, 2, 2], false),
        Named("three of another size", [1, 1, 1, 2, 2, 2], true),
        Named("three of others", [1, 1, 2, 3, 4], true),
        Named("four in all", [1, 2, 3, 4], false),
    ])
    func `several of another size are believed`(_ row: Named<[Int], Bool>) {
        let samples = row.given.map { (size: $0, milliseconds: Int64(10 + 2 * $0)) }
        #expect(Self.perItem(samples) == (row.wanted ? 2 : nil))
    }

    /// Whichever of them: nothing decides that comes once.
    @Test(arguments: 0..<7)
    func `one cold start of a few invocations does not move it`(cold: Int) {
        let samples = [1, 1, 1, 1, 2, 2, 2].enumerated().map { index, size in
            (size: size, milliseconds: Int64(10 + 2 * size + (index == cold ? 1500 : 0)))
        }
        #expect(Self.perItem(samples) == 2)
    }

    @Test func `old invocations are forgotten`() {
        func line(_ slope: Int) -> [(size: Int, milliseconds: Int64)] {
            (0..<64).map { ($0 % 8 + 1, Int64(slope * ($0 % 8))) }
        }
        let (old, new) = (line(10), line(1))
        #expect(Self.perItem(old) == 10)
        #expect(Self.perItem(old + new) == 1)
    }
}

/// A route under a latency goal for which always more requests wait than a batch takes, or always
/// one alone.
@Suite struct LatencyGoalLearningTests {
    private struct Load {
        static let maxItems = 16
        let goal = LatencyGoal(goal: 100_000_000)
        var model = InvocationTimeModel()
        var sizes: [Int] = []

        /// How many leave together, where as many come as may.
        private var size: Int {
            let size = (1..<Self.maxItems).first { count in
                goal.window(count: count, itemTime: model.itemTime, reserve: 0) <= 0
                    || !goal.allows(count: count + 1, itemTime: model.itemTime, waited: 0)
            }
            return size ?? Self.maxItems
        }

        /// - Parameter time: milliseconds, for so many.
        mutating func batches(_ count: Int, of most: Int = .max, time: (Int) -> Int) {
            sizes = []
            for _ in 0..<count {
                let size = min(self.size, most)
                sizes.append(size)
                model.batchLeft(size: size)
                model.invocationEnded(size: size, nanoseconds: Int64(time(size)) * 1_000_000)
            }
        }
    }

    @Test func `one cold start at the beginning does not end batching`() {
        var load = Load()
        var invocations = 0
        load.batches(100) { size in
            invocations += 1
            return 20 + size + (invocations == 2 ? 1500 : 0)
        }
        #expect(load.sizes.suffix(50).allSatisfy { $0 >= 12 })
    }

    @Test func `one cold pair after a quiet night does not end batching`() {
        var load = Load()
        load.batches(200) { 20 + $0 }
        load.batches(80, of: 1) { 20 + $0 }
        load.batches(1, of: 2) { 1520 + $0 }
        load.batches(12, of: 1) { 20 + $0 }
        load.batches(100) { 20 + $0 }
        #expect(load.sizes.allSatisfy { $0 >= 12 })
    }

    @Test func `where cold starts have ended batching all the same it begins again`() {
        var load = Load()
        load.batches(64) { $0 == 1 ? 20 : 1520 }
        load.batches(64) { $0 == 1 ? 20 : 1520 }
        #expect(load.sizes.allSatisfy { $0 == 1 })
        load.batches(400) { 20 + $0 }
        #expect(load.sizes.suffix(50).allSatisfy { $0 >= 12 })
    }

    @Test func `that requests take longer is noticed while all batches are full`() {
        var load = Load()
        load.batches(200) { 20 + $0 }
        #expect(load.sizes.suffix(50).allSatisfy { $0 >= 12 })
        load.batches(300) { 20 + 20 * $0 }
        #expect(load.sizes.suffix(100).allSatisfy { 20 * ($0 - 1) <= 100 })
        #expect(load.sizes.suffix(100).contains { $0 > 2 })
    }

    @Test(arguments: 1...16)
    func `batches that are made smaller to learn keep nearly all of the gain`(most: Int) {
        var load = Load()
        load.batches(200, of: most) { 20 + $0 }
        load.batches(3000, of: most) { 20 + $0 }
        #expect(load.sizes.reduce(0, +) * 100 >= 3000 * most * 98)
    }

    @Test func `pairs that show that none keeps the goal are few`() {
        var load = Load()
        load.batches(20_000) { 20 + 200 * $0 }
        let late = load.sizes.filter { $0 > 1 }.reduce(0, +)
        #expect(late * 200 < 20_000, "less than what the 99th percentile lets miss")
        #expect(load.sizes.max() ?? 0 <= 3)
    }
}
