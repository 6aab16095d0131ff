import SmugLoop

/// How many retries the whole gateway may make, as tokens: when much fails at once retries must not
/// be what keeps it failing.
///
/// Each invocation earns a part of a token, and so does time, for gateways with few; a retry costs
/// a whole one.
struct RetryBudget: Sendable {
    /// Tokens that are kept at most.
    static let maxTokens = 100.0
    /// Tokens that time alone earns at most, and with which a gateway starts.
    static let maxReserve = 10.0
    /// What time earns in a second.
    private static let reservePerSecond = 1.0

    private var perInvocation: Double
    private(set) var tokens = Self.maxReserve
    private var filled: MonotonicTime

    /// - Parameter percent: retries that a hundred invocations earn.
    init(percent: Int, at now: MonotonicTime) {
        perInvocation = Double(percent) / 100
        filled = now
    }

    mutating func setPercent(_ percent: Int) {
        perInvocation = Double(percent) / 100
    }

    mutating func invoked() {
        tokens = min(tokens + perInvocation, Self.maxTokens)
    }

    /// Takes a token for a retry; `false` where there is none.
    mutating func take(at now: MonotonicTime) -> Bool {
        let seconds = Double(max(now.nanosecondsSince(filled), 0)) / 1_000_000_000
        filled = max(filled, now)
        if tokens < Self.maxReserve {
            tokens = min(tokens + seconds * Self.reservePerSecond, Self.maxReserve)
        }
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
