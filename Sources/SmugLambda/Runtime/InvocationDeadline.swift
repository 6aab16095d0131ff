/// Moves a deadline from the wall clock onto the monotonic one.
enum InvocationDeadline {
    /// The longest that Lambda lets a function run.
    private static let longestTimeout = Duration.seconds(900)

    /// How long it is until then.
    ///
    /// - Parameters:
    ///   - deadline: milliseconds since 1970; the longest timeout counts where Lambda does not say.
    ///   - wallClock: milliseconds since 1970, now.
    static func remaining(_ deadline: Int64?, at wallClock: Int64) -> Duration {
        guard let deadline else { return longestTimeout }
        let (distance, overflow) = deadline.subtractingReportingOverflow(wallClock)
        // A clock that is far off must not move the deadline out of all bounds.
        return overflow
            ? longestTimeout : min(max(.zero, .milliseconds(distance)), .seconds(86_400))
    }
}
