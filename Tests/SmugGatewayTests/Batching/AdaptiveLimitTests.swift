import SmugLoop
import TestSupport
import Testing

@testable import SmugGateway

/// Additive increase, multiplicative decrease.
@Suite struct AdaptiveLimitTests {
    @Test func `it begins at its ceiling and stays there while Lambda has room`() {
        var limit = AdaptiveLimit(ceiling: 64)
        #expect(limit.current == 64)
        for _ in 0..<1000 { limit.served(running: 64) }
        #expect(limit.current == 64)
    }

    @Test func `a throttle takes a quarter of what runs, and only the first of a round`() {
        var limit = AdaptiveLimit(ceiling: 64)
        for _ in 0..<30 { limit.throttled(round: 0, running: 40) }
        #expect(limit.current == 30)
        #expect(limit.round == 1)
        limit.throttled(round: 1, running: 30)
        #expect(limit.current == 22)
    }

    @Test func `it never falls below one`() {
        var limit = AdaptiveLimit(ceiling: 2)
        for round in 0..<50 { limit.throttled(round: round, running: 1) }
        #expect(limit.current == 1)
    }

    @Test func `a round that Lambda takes adds one, where the limit is what holds back`() {
        var limit = AdaptiveLimit(ceiling: 64)
        limit.throttled(round: 0, running: 14)
        #expect(limit.current == 10)
        for _ in 0..<100 { limit.served(running: 5) }
        #expect(limit.current == 10, "half of it was enough")
        for _ in 0..<35 { limit.served(running: limit.current) }
        #expect(limit.current == 13, "three rounds")
    }

    @Test func `what has throttled is tried again with care, and then left behind`() {
        var limit = AdaptiveLimit(ceiling: 64)
        limit.throttled(round: 0, running: 11)
        for _ in 0..<25 { limit.served(running: limit.current) }
        #expect(limit.current == 10, "it is known that 11 are too many")
        for _ in 0..<310 { limit.served(running: limit.current) }
        #expect(limit.current == 10)
        for _ in 0..<50 { limit.served(running: limit.current) }
        #expect(limit.current >= 12, "there is room by now")
    }

    /// A function whose concurrency is fixed, under as many calls as its limit lets run.
    private struct Lambda {
        var limit = AdaptiveLimit(ceiling: 64)
        var random: SplitMix64
        var concurrency: Int
        var served = 0
        var throttled = 0
        private var events = TimerQueue<(isServed: Bool, round: Int)>()
        private var now = MonotonicTime.at(0)
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
                while under < limit.current { start() }
                guard let (call, time) = nextEnd() else { break }
                now = time
                if call.isServed {
                    inLambda -= 1
                    served += 1
                    limit.served(running: under)
                } else {
                    throttled += 1
                    limit.throttled(round: call.round, running: under)
                }
                under -= 1
                limits.append(limit.current)
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
        #expect(limits.max() ?? 0 <= concurrency + 1)
        #expect(limits.min() ?? 0 >= max(1, concurrency * 3 / 4 - 1))
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
        #expect(lambda.limit.current == 64, "its ceiling")
    }
}
