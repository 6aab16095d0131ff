import SmugLoop
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

    @Test func `a clock that steps back changes nothing`() {
        #expect(rates(after: [1000, 1001, 500], at: [.at(500), .at(1100)]) == [0, 30])
    }

    @Test func `one sample forgets at once`() {
        #expect(
            rates(interval: 1, samples: 1, after: [0, 0, 0], at: [.at(1), .at(2)]) == [3000, 0])
    }
}
