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
///
/// Intervals without a request take no memory: what a key takes follows its requests.
struct RateEstimator: Sendable {
    private struct Sample: Sendable {
        /// Of the interval, counted from the first; the lowest bits of it tell those apart that are
        /// remembered.
        let interval: UInt32
        let requests: UInt32
    }

    private let interval: Int64
    private let maxSamples: Int64
    /// The intervals with requests, from `first` on the latest that are remembered.
    private var samples: [Sample] = []
    private var first = 0
    /// Their requests.
    private var sum = 0
    private var requests: UInt32 = 0
    private var began: MonotonicTime?
    /// Intervals that are complete.
    private var completed: Int64 = 0

    /// - Parameters:
    ///   - intervalMilliseconds: the length of one sample, more than 0.
    ///   - samples: how many are averaged, more than 0.
    init(intervalMilliseconds: Int, samples: Int) {
        interval = Int64(intervalMilliseconds) * 1_000_000
        maxSamples = Int64(samples)
    }

    mutating func requestArrived(at now: MonotonicTime) {
        advance(to: now)
        if requests < .max { requests += 1 }
    }

    /// The mean over the samples that are complete; 0 before the first is.
    mutating func rate(at now: MonotonicTime) -> Double {
        advance(to: now)
        guard completed > 0 else { return 0 }
        let seconds = Double(min(completed, maxSamples)) * Double(interval) / 1_000_000_000
        return Double(sum) / seconds
    }

    private mutating func advance(to now: MonotonicTime) {
        guard let began else {
            began = now
            return
        }
        let passed = now.nanosecondsSince(began) / interval - completed
        guard passed > 0 else { return }
        if requests > 0 {
            samples.append(
                Sample(interval: UInt32(truncatingIfNeeded: completed), requests: requests))
            sum += Int(requests)
            requests = 0
        }
        completed += passed
        forget(passed)
    }

    /// Forgets what is older than the samples that count, now that so many more are complete.
    private mutating func forget(_ passed: Int64) {
        let now = UInt32(truncatingIfNeeded: completed)
        while first < samples.count,
            passed > maxSamples || now &- samples[first].interval > maxSamples
        {
            sum -= Int(samples[first].requests)
            first += 1
        }
        // So each is moved once in the mean.
        if first > samples.count / 2 {
            samples.removeFirst(first)
            first = 0
        }
    }
}
