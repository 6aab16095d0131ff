import SmugLoop
import TestSupport
import Testing

@testable import SmugGateway

@Suite struct ReplayTests {
    private static func policy(
        _ window: BatchPolicy.Window = .fixed(.milliseconds(10)), maxItems: Int = 4,
        maxRunning: Int? = nil
    ) -> BatchPolicy {
        BatchPolicy(
            window: window, maxItems: maxItems, maxBytes: .max, maxQueueDepth: 100,
            maxRunning: maxRunning)
    }

    private static func arrivals(_ milliseconds: [Int64]) -> [Arrival] {
        milliseconds.map { Arrival(nanoseconds: $0 * 1_000_000) }
    }

    @Test func `a fixed window is what it is in the gateway`() {
        let outcome = Replay(Self.policy()).run(Self.arrivals([5, 6, 20, 21, 22, 23, 24]))
        #expect(outcome.invocations == 3)
        #expect(outcome.waits.map { $0 / 1_000_000 } == [0, 1, 2, 3, 9, 10, 10])
        #expect(outcome.cost(worth: 20_000_000) == 60_000_000 + 35_000_000)
        #expect(outcome.wait(share: 0.5) == 3_000_000)
        #expect(outcome.wait(share: 0.99) == 10_000_000)
        #expect(outcome.wait(share: 0) == 0)
    }

    @Test func `requests gather while all invocations are out`() {
        let replay = Replay(
            Self.policy(.fixed(.zero), maxItems: 100, maxRunning: 1),
            invocation: InvocationTime(nanoseconds: 10_000_000, nanosecondsPerItem: 0))
        let outcome = replay.run(Self.arrivals(Array(0..<31)))
        #expect(outcome.invocations == 4, "1, and 10 each time that it returns")
        #expect(outcome.requests == 31)
    }

    @Test func `keys share no batch`() {
        let arrivals = (0..<8).map { Arrival(nanoseconds: 0, key: $0 % 2) }
        let outcome = Replay(Self.policy(maxItems: 8)).run(arrivals)
        #expect(outcome.invocations == 2)
        #expect(Optimum.cost(arrivals, worth: 7, maxBatchSize: 8) == 14)
    }

    @Test func `a queue that is full turns away`() {
        let replay = Replay(
            Self.policy(.fixed(.zero), maxItems: 1), maxRunning: 1, maxWaiting: 2,
            invocation: InvocationTime(nanoseconds: 1_000_000_000, nanosecondsPerItem: 0))
        let outcome = replay.run(Self.arrivals(Array(0..<10)))
        #expect(outcome.refused == 7)
        #expect(outcome.requests == 3)
    }

    /// With 1 invocation of 10 ms at a time, a request each millisecond, and 25 ms for each.
    @Test func `who waits longer than its timeout is taken out, and who is late has no answer`() {
        let replay = Replay(
            Self.policy(.fixed(.zero), maxItems: 1), maxRunning: 1,
            invocation: InvocationTime(nanoseconds: 10_000_000, nanosecondsPerItem: 0),
            timeout: 25_000_000)
        let outcome = replay.run(Self.arrivals(Array(0..<100)))
        #expect(outcome.wait(share: 1) <= 25_000_000)
        #expect(outcome.requests + outcome.refused < 100)
        let late = outcome.waits.count { $0 + 10_000_000 > 25_000_000 }
        #expect(late > 0)
        #expect(outcome.timedOut == 100 - outcome.requests + late)
        let patient = Replay(
            Self.policy(.fixed(.zero), maxItems: 1), maxRunning: 1,
            invocation: InvocationTime(nanoseconds: 10_000_000, nanosecondsPerItem: 0))
        #expect(patient.run(Self.arrivals(Array(0..<100))).timedOut == 0)
    }

    @Test func `nothing comes of nothing`() {
        let outcome = Replay(Self.policy()).run([])
        #expect(outcome == ReplayOutcome())
        #expect(outcome.wait(share: 0.99) == 0)
        #expect(Optimum.cost([], worth: 5, maxBatchSize: 3) == 0)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `the optimum is the least of all ways to cut the arrivals`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let maxItems = Int.random(in: 1...5, using: &random)
        let worth = Int64.random(in: 1...50, using: &random)
        var time: Int64 = 0
        let times = (0..<10).map { _ in
            time += .random(in: 0...20, using: &random)
            return time
        }
        var least = Int64.max
        // Each bit says whether a batch ends behind that request.
        for cuts in 0..<512 {
            var cost: Int64 = 0
            var start = 0
            var fits = true
            for end in 0..<10 where end == 9 || cuts & (1 << end) != 0 {
                fits = fits && end - start < maxItems
                cost += worth + times[start...end].reduce(0) { $0 + times[end] - $1 }
                start = end + 1
            }
            if fits { least = min(least, cost) }
        }
        let arrivals = times.map { Arrival(nanoseconds: $0) }
        #expect(Optimum.cost(arrivals, worth: worth, maxBatchSize: maxItems) == least)
    }

    /// Since 1970, and so many that sums of them overflow.
    @Test func `times of day have the same optimum, in steps that hardly follow the batch size`() {
        let start: Int64 = 1_760_000_000_000_000_000
        let arrivals = (0..<100_000 as Range<Int64>).map { Arrival(nanoseconds: start + $0 / 10) }
        let cost = Optimum.cost(arrivals, worth: 1000, maxBatchSize: 10_000)
        #expect(
            cost
                == Optimum.cost(
                    arrivals.map {
                        Arrival(nanoseconds: $0.nanoseconds - start)
                    }, worth: 1000, maxBatchSize: 10_000))
        #expect(cost < 100_000 * 1000)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `the optimum looks no less far back than it has to`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let maxItems = [1, 2, 16, 100, 400].randomElement(using: &random) ?? 16
        let worth = Int64.random(in: 1...2000, using: &random)
        var time: Int64 = 0
        let times = (0..<400).map { _ in
            let longest: Int64 = [0, 3, worth / 4, 3 * worth].randomElement(using: &random) ?? 3
            time += .random(in: 0...longest, using: &random)
            return time
        }
        var best: [Int64] = [0]
        for end in 1...times.count {
            let costs = (max(0, end - maxItems)..<end).map { start in
                best[start] + worth + times[start..<end].reduce(0) { $0 + times[end - 1] - $1 }
            }
            best.append(costs.min() ?? 0)
        }
        let arrivals = times.map { Arrival(nanoseconds: $0) }
        #expect(Optimum.cost(arrivals, worth: worth, maxBatchSize: maxItems) == best.last)
    }

    private static let rules: [BatchPolicy.Window] = [
        .fixed(.milliseconds(7)), .latencyGoal(LatencyGoal(goal: 9_000_000)),
        .balance(Balance.Settings(worth: 15_000_000)),
        .dynamic(
            DynamicWait(
                minWaitMilliseconds: 1, maxWaitMilliseconds: 30, targetRate: 50,
                steepness: 0.01, isNormalized: true), samplingIntervalMilliseconds: 100,
            smoothingSamples: 10),
        .balance(Balance.Settings(worth: 15_000_000, predicts: false)),
    ]

    /// What each rule made of the same traffic when this was written.
    ///
    /// Whoever makes a rule faster changes none of it; whoever makes a rule better changes a line.
    @Test(
        arguments: zip(
            rules,
            [
                (2090, 21_321_296), (2190, 22_959_913), (2169, 6_317_176), (2197, 25_242_316),
                (2106, 26_236_800),
            ]))
    func `a rule makes the same of the same traffic`(
        rule: BatchPolicy.Window, wanted: (invocations: Int, microseconds: Int64)
    ) {
        var invocations = 0
        var waits: Int64 = 0
        // Those that need no mathematics of the C library.
        for traffic in Traffic.all.dropFirst(7) {
            for maxItems in [3, 40] {
                let outcome = Replay(
                    Self.policy(rule, maxItems: maxItems),
                    invocation: InvocationTime(nanoseconds: 5_000_000, nanosecondsPerItem: 400_000)
                ).run(traffic.arrivals(300, seed: 3))
                invocations += outcome.invocations
                waits += outcome.waitSum
            }
        }
        #expect((invocations, waits / 1000) == wanted)
    }

    @Test func `every rule lets every request leave exactly once`() {
        for rule in Self.rules {
            for traffic in Traffic.all {
                var policy = Self.policy(rule, maxItems: 16)
                policy.idleFastPath = true
                policy.preferredSizes = [4, 8]
                let outcome = Replay(policy).run(traffic.arrivals(400, seed: 5))
                #expect(outcome.requests == 400 && outcome.refused == 0, "\(traffic), \(rule)")
                #expect(outcome.wait(share: 1) <= policy.longestWindow.wholeNanoseconds)
            }
        }
    }
}
