import SmugLoop
import func Glibc.exp

/// A window that grows with the rate of requests: short when few come and waiting gains nothing,
/// long when many do.
///
/// `wait = min + (max - min) / (1 + exp(-steepness * (rate - targetRate)))`, in milliseconds,
/// rounded. The defaults give a nearly flat curve, as old manifests expect it; normalised, the
/// curve is stretched so that it begins at `min` where nobody comes.
struct DynamicWait: Hashable, Sendable {
    var minWaitMilliseconds: Int
    var maxWaitMilliseconds: Int
    /// The rate, in requests a second, at which half of the range is waited.
    var targetRate: Double
    var steepness: Double
    var isNormalized = false

    func window(rate: Double) -> Duration {
        guard maxWaitMilliseconds > minWaitMilliseconds else {
            return .milliseconds(maxWaitMilliseconds)
        }
        let range = Double(maxWaitMilliseconds - minWaitMilliseconds)
        var share = share(at: rate)
        if isNormalized {
            // At most a half, for no target is below 0.
            let rest = self.share(at: 0)
            share = (share - rest) / (1 - rest)
        }
        let wait = (Double(minWaitMilliseconds) + share * range).rounded()
        return .milliseconds(
            min(max(Int(wait), minWaitMilliseconds), maxWaitMilliseconds))
    }

    private func share(at rate: Double) -> Double {
        1 / (1 + exp(-steepness * (rate - targetRate)))
    }
}

/// A window whose length the first request of a batch sets by the rate of its key.
struct DynamicWindow: DepartureRule {
    private let wait: DynamicWait
    private(set) var rate: RateEstimator
    private var nanoseconds: Int64 = 0

    init(_ wait: DynamicWait, _ rate: RateEstimator) {
        self.wait = wait
        self.rate = rate
    }

    mutating func requestJoined(_ batch: Gathering, at now: MonotonicTime) -> MonotonicTime {
        rate.requestArrived(at: now)
        if batch.count == 1 {
            nanoseconds = wait.window(rate: rate.rate(at: now)).wholeNanoseconds
        }
        return batch.began.advanced(byNanoseconds: nanoseconds)
    }

    mutating func requestPassed(at now: MonotonicTime) { rate.requestArrived(at: now) }
}

/// Requests a second, as the mean of the latest sampling intervals.
struct RateEstimator: Sendable {
    private let interval: Int64
    private var samples: [Int]
    private var next = 0
    private var filled = 0
    private var current = 0
    private var intervalBegan: MonotonicTime?

    /// - Parameters:
    ///   - intervalMilliseconds: the length of one sample, more than 0.
    ///   - samples: how many are averaged, more than 0.
    init(intervalMilliseconds: Int, samples: Int) {
        interval = Int64(intervalMilliseconds) * 1_000_000
        self.samples = Array(repeating: 0, count: samples)
    }

    mutating func requestArrived(at now: MonotonicTime) {
        advance(to: now)
        current += 1
    }

    /// The mean over the samples that are complete; 0 before the first is.
    mutating func rate(at now: MonotonicTime) -> Double {
        advance(to: now)
        guard filled > 0 else { return 0 }
        let seconds = Double(filled) * Double(interval) / 1_000_000_000
        return Double(samples.prefix(filled).reduce(0, +)) / seconds
    }

    private mutating func advance(to now: MonotonicTime) {
        guard let began = intervalBegan else {
            intervalBegan = now
            return
        }
        let passed = now.nanosecondsSince(began) / interval
        guard passed > 0 else { return }
        complete(current)
        current = 0
        // After a pause every remembered sample is an empty one: no need to add each.
        for _ in 0..<min(passed - 1, Int64(samples.count)) { complete(0) }
        intervalBegan = began.advanced(byNanoseconds: passed &* interval)
    }

    private mutating func complete(_ sample: Int) {
        samples[next] = sample
        next = (next + 1) % samples.count
        filled = min(filled + 1, samples.count)
    }
}
