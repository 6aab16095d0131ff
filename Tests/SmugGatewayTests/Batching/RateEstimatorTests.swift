import SmugLoop
import TestSupport
import Testing

@testable import SmugGateway

@Suite struct RateEstimatorTests {
    /// The rates at these times, in this order, after requests at those.
    private func rates(
        interval: Int = 100, samples: Int = 3, after arrivals: [Int], at times: [MonotonicTime]
    ) -> [Double] {
        var estimator = RateEstimator(intervalMilliseconds: interval, samples: samples)
        for arrival in arrivals { estimator.requestArrived(at: .at(arrival)) }
        return times.map { estimator.rate(at: $0) }
    }

    @Test func `before the first sample is complete the rate is 0`() {
        #expect(rates(after: [0, 1, 2, 3], at: [.at(99), .at(100)]) == [0, 40])
    }

    @Test func `nobody has come yet`() {
        #expect(rates(after: [], at: [.at(5)]) == [0])
    }

    @Test func `the rate is the mean of the samples that are remembered`() {
        let arrivals = [0, 10, 20, 110, 120, 210]
        #expect(rates(after: arrivals, at: [.at(250)]) == [25], "3 and 2 in 200 ms")
        #expect(rates(after: arrivals, at: [.at(300)]) == [20], "3, 2 and 1 in 300 ms")
        let more = arrivals + Array(repeating: 310, count: 12)
        #expect(rates(after: more, at: [.at(400)]) == [50], "2, 1 and 12: the 3 are forgotten")
    }

    @Test func `a pause counts as samples without a request`() {
        let times = [200, 299, 300, 400].map { MonotonicTime.at($0) }
        #expect(rates(after: [0, 1, 2], at: times) == [15, 15, 10, 0])
    }

    @Test func `after a pause of years nothing is left, in no time`() {
        let years = MonotonicTime(nanoseconds: 1 << 62)
        #expect(rates(samples: 10_000, after: [0, 1, 2], at: [years, .distantFuture]) == [0, 0])
    }

    /// With the mean of all samples, kept one by one, as the judge.
    @Test(arguments: 0..<16 as Range<UInt64>)
    func `the mean is that of the latest samples whatever the gaps`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let samples = Int.random(in: 1...40, using: &random)
        var estimator = RateEstimator(intervalMilliseconds: 10, samples: samples)
        var arrivals: [Int] = []
        let start = Int.random(in: 0...50, using: &random)
        var now = start
        for _ in 0..<500 {
            estimator.requestArrived(at: .at(now))
            arrivals.append((now - start) / 10)
            let longest = Bool.random(using: &random) ? 3 : 500
            now += Int.random(in: 0...longest, using: &random)
            let complete = (now - start) / 10
            let counted = min(complete, samples)
            let sum = arrivals.count { (complete - counted..<complete).contains($0) }
            let rate = counted == 0 ? 0 : Double(sum) / (Double(counted) * 0.01)
            #expect(abs(estimator.rate(at: .at(now)) - rate) < 1e-6)
        }
    }

    @Test func `a clock that steps back changes nothing`() {
        #expect(rates(after: [1000, 1001, 500], at: [.at(500), .at(1100)]) == [0, 30])
    }

    @Test func `one sample forgets at once`() {
        #expect(
            rates(interval: 1, samples: 1, after: [0, 0, 0], at: [.at(1), .at(2)]) == [3000, 0])
    }
}
