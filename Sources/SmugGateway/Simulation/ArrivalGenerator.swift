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
    private var state: UInt64
    private var leftOfBurst = 0

    package init(_ kind: Kind, seed: UInt64) {
        self.kind = kind
        state = seed
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

    /// SplitMix64 (Steele, Lea, Flood 2014).
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
