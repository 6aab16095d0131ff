import SmugLoop

import func Glibc.log

/// Traffic of a kind, the same for the same seed.
package struct ArrivalGenerator: Sendable {
    /// The kinds of traffic.
    package enum Kind: Hashable, Sendable {
        /// Requests that know nothing of one another, so many a second.
        case poisson(rate: Double)
        /// Ten requests in the mean, about a millisecond apart; then a pause of 300 ms in the mean.
        case bursts
        /// From 5 to 2,000 requests a second.
        case ramp
    }

    private let kind: Kind
    private let seed: UInt64
    /// Random numbers that were taken.
    private var count: UInt64 = 0
    private var leftOfBurst = 0

    package init(_ kind: Kind, seed: UInt64) {
        self.kind = kind
        self.seed = seed
    }

    /// So many requests, from the first on.
    package mutating func arrivals(_ count: Int) -> [Arrival] {
        var milliseconds = 0.0
        return (0..<count).map { index in
            milliseconds += gap(progress: Double(index) / Double(count))
            return Arrival(nanoseconds: Int64((milliseconds * 1_000_000).rounded()))
        }
    }

    private mutating func gap(progress: Double) -> Double {
        switch kind {
        case .poisson(let rate): return exponential(mean: 1000 / rate)
        case .bursts:
            if leftOfBurst > 0 {
                leftOfBurst -= 1
                return exponential(mean: 1)
            }
            leftOfBurst = Int(exponential(mean: 9.5))
            return exponential(mean: 300)
        case .ramp: return exponential(mean: 1000 / (5 + 1995 * progress))
        }
    }

    private mutating func exponential(mean: Double) -> Double {
        // From 0, excluded, to 1.
        let uniform = (Double(next() >> 11) + 1) * 0x1p-53
        return -mean * log(uniform)
    }

    private mutating func next() -> UInt64 {
        count &+= 1
        return UniqueNumbers.splitMix64(seed: seed, at: count)
    }
}
