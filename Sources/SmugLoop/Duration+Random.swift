extension Duration {
    /// Any duration from zero up to the longest, so that who waits for the same does not come back
    /// at the same time.
    package static func random(
        upTo longest: Duration, using random: inout some RandomNumberGenerator
    ) -> Duration {
        .nanoseconds(Int64.random(in: 0...max(longest.wholeNanoseconds, 0), using: &random))
    }
}
