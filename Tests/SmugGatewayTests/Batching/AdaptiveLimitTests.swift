import SmugLoop
import TestSupport
import Testing

@testable import SmugGateway

/// Row X-17b: what throttles teach, and how it is forgotten.
@Suite struct AdaptiveLimitTests {
    @Test func `it begins at its ceiling and stays there while Lambda has room`() {
        var limit = AdaptiveLimit(ceiling: 64)
        for time in 0..<1000 { limit.served(running: 64, at: .at(time)) }
        #expect(limit.current(at: .at(1000)) == 64)
        #expect(!limit.isCut)
    }

    @Test func `a throttle takes a quarter of what runs, and only the first of a round`() {
        var limit = AdaptiveLimit(ceiling: 64)
        for _ in 0..<30 { limit.throttled(round: 0, running: 40, at: .at(0)) }
        #expect(limit.current(at: .at(0)) == 30)
        #expect(limit.round == 1)
        limit.throttled(round: 1, running: 29, at: .at(10))
        #expect(limit.current(at: .at(10)) == 21)
    }

    @Test func `it never falls below one`() {
        var limit = AdaptiveLimit(ceiling: 2)
        for round in 0..<50 { limit.throttled(round: round, running: 1, at: .at(round)) }
        #expect(limit.current(at: .at(50)) == 1)
    }

    /// What teaches, and the limits at so many milliseconds after it.
    struct Course: CustomTestStringConvertible {
        let testDescription: String
        var throttles = 1
        let running: Int
        let limits: [Int: Int]
    }

    @Test(arguments: [
        Course(
            testDescription: "a stray throttle of one that runs alone leaves the half",
            running: 1, limits: [0: 24, 500: 32, 1000: 39, 1500: 64]),
        Course(
            testDescription: "one where many run", running: 40,
            limits: [0: 30, 250: 37, 500: 39, 750: 40, 1000: 48, 1500: 64]),
        Course(
            testDescription: "a storm that leaves one", throttles: 200, running: 64,
            limits: [0: 1, 500: 1, 999: 1, 1000: 2, 1500: 9, 2000: 28, 2500: 64, 60_000: 64]),
    ])
    func `it comes back by itself in seconds, however few run`(course: Course) {
        var limit = AdaptiveLimit(ceiling: 64)
        var now = MonotonicTime.at(0)
        for round in 0..<course.throttles {
            now = .at(round * 5)
            let running = min(course.running, limit.current(at: now))
            limit.throttled(round: round, running: running, at: now)
        }
        for (time, number) in course.limits {
            let then = now.advanced(by: .milliseconds(time))
            #expect(limit.current(at: then) == number, "\(time) ms")
        }
        _ = limit.grow(at: now.advanced(by: .seconds(3)))
        #expect(!limit.isCut, "it is forgotten")
    }

    @Test func `what throttles again and again is tried ever more seldom`() {
        var limit = AdaptiveLimit(ceiling: 64)
        var now = 0
        var gaps: [Int] = []
        for round in 0..<8 {
            limit.throttled(round: round, running: 11, at: .at(now))
            let before = now
            while limit.current(at: .at(now)) < 11 { now += 10 }
            gaps.append(now - before)
        }
        #expect(gaps[2] < 1000 && gaps[6] > 8 * gaps[2] && gaps[7] == gaps[6], "\(gaps)")
    }

    @Test func `what was right for long is left behind in seconds once Lambda takes more`() {
        var limit = AdaptiveLimit(ceiling: 64)
        var now = 0
        for round in 0..<10 {
            limit.throttled(
                round: round, running: min(2, limit.current(at: .at(now))), at: .at(now))
            while limit.current(at: .at(now)) < 2 { now += 100 }
        }
        limit.served(running: 2, at: .at(now))
        #expect(limit.current(at: .at(now)) == 2)
        #expect(limit.current(at: .at(now + 2500)) == 64)
    }

    @Test func `another ceiling keeps what was learnt`() {
        var limit = AdaptiveLimit(ceiling: 64)
        limit.setCeiling(100)
        #expect(limit.current(at: .at(0)) == 100)
        limit.throttled(round: 0, running: 11, at: .at(0))
        limit.setCeiling(20)
        #expect(limit.current(at: .at(0)) == 20)
        limit.setCeiling(64)
        #expect(limit.current(at: .at(0)) == 38, "three quarters of the half")
    }

    /// A function whose concurrency is fixed, under as many calls as its limit lets run.
    private struct Lambda {
        var limit = AdaptiveLimit(ceiling: 64)
        var random: SplitMix64
        var concurrency: Int
        var served = 0
        var throttled = 0
        private var events = TimerQueue<(isServed: Bool, round: Int)>()
        private(set) var now = MonotonicTime.at(0)
        private var under = 0
        private var inLambda = 0

        init(seed: UInt64, concurrency: Int) {
            random = SplitMix64(seed: seed)
            self.concurrency = concurrency
        }

        /// The limits at each end of so many calls.
        mutating func run(_ calls: Int) -> [Int] {
            var limits: [Int] = []
            for _ in 0..<calls {
                while under < limit.current(at: now) { start() }
                guard let (call, time) = nextEnd() else { break }
                now = time
                if call.isServed {
                    inLambda -= 1
                    served += 1
                    limit.served(running: under, at: now)
                } else {
                    throttled += 1
                    limit.throttled(round: call.round, running: under, at: now)
                }
                under -= 1
                limits.append(limit.current(at: now))
            }
            return limits
        }

        private mutating func start() {
            let isServed = inLambda < concurrency
            under += 1
            if isServed { inLambda += 1 }
            let took =
                isServed
                ? Int.random(in: 60...140, using: &random) : Int.random(in: 5...15, using: &random)
            let time = now.advanced(by: .milliseconds(took))
            _ = events.add((isServed, limit.round), at: time)
        }

        private mutating func nextEnd() -> ((isServed: Bool, round: Int), MonotonicTime)? {
            guard let time = events.earliest, let call = events.popDue(at: time) else {
                return nil
            }
            return (call, time)
        }
    }

    @Test(arguments: [1, 3, 10, 25, 50], 0..<4 as Range<UInt64>)
    func `it converges to the concurrency of the function and swings little`(
        concurrency: Int, seed: UInt64
    ) {
        var lambda = Lambda(seed: seed, concurrency: concurrency)
        _ = lambda.run(2000)
        lambda.throttled = 0
        lambda.served = 0
        let limits = lambda.run(6000)
        let mean = Double(limits.reduce(0, +)) / Double(limits.count)
        #expect(limits.max() ?? 0 <= concurrency + 2)
        #expect(limits.min() ?? 0 >= max(1, concurrency * 3 / 4 - 2))
        #expect(mean >= Double(concurrency) * 0.75)
        #expect(lambda.throttled * 15 < lambda.served + lambda.throttled, "\(lambda.throttled)")
    }

    @Test func `it finds the new concurrency where that changes, up and down`() {
        var lambda = Lambda(seed: 1, concurrency: 40)
        _ = lambda.run(3000)
        lambda.concurrency = 8
        _ = lambda.run(500)
        let fewer = lambda.run(500)
        #expect(fewer.max() ?? 0 <= 10)
        lambda.concurrency = 200
        _ = lambda.run(4000)
        #expect(lambda.limit.current(at: lambda.now) == 64, "its ceiling")
    }
}
