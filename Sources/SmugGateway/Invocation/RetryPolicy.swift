internal import SmugAWS
package import SmugHTTP
internal import SmugLoop

/// Which failed invocations of a route are tried again, and when.
package struct RetryPolicy: Hashable, Sendable {
    /// How often one batch is tried again.
    package let maxRetries: Int
    /// The methods whose requests may be sent twice.
    ///
    /// `nil` stands for those of which HTTP says so (RFC 9110, section 9.2.2).
    package let methods: [HTTPMethod]?
    /// Whether also failures after which the function may have run are tried again.
    package let retriesUnsafe: Bool
    /// The most that the first retry waits; each further one may wait twice as long.
    package let baseDelay: Duration
    /// The most that any of them waits.
    package let maxDelay: Duration

    func covers(_ method: HTTPMethod) -> Bool { methods?.contains(method) ?? method.isIdempotent }

    /// Whether a batch that failed so, after so many retries, may be tried again.
    func allows(_ error: LambdaError, after retries: Int) -> Bool {
        guard retries < maxRetries else { return false }
        guard error.couldHaveRun else { return error.isRetryable }
        guard retriesUnsafe else { return false }
        return switch error.code {
        case .functionFailed: true
        default: error.isRetryable
        }
    }

    /// How long to wait: anything up to twice the longest wait of the retry before (full jitter),
    /// so that what failed together does not come back together.
    ///
    /// - Parameter retryAfter: what the service asks for, which is waited in any case.
    func delay(
        after retries: Int, retryAfter: Duration?, using random: inout some RandomNumberGenerator
    ) -> Duration {
        // 2 to the 20th of a millisecond is longer than any limit.
        let longest = min(baseDelay * (1 << min(retries, 20)), maxDelay)
        return max(.random(upTo: longest, using: &random), retryAfter ?? .zero)
    }
}
