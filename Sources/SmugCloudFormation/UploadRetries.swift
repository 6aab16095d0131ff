internal import SmugLoop

/// Decides whether an upload is tried again: a `PUT` may come twice (RFC 9110 section 9.2.2).
struct UploadRetries: Sendable {
    static let maxAttempts = 8
    /// The most that the first retry waits; each further one may wait twice as long.
    static let firstPause = Duration.milliseconds(200)
    static let longestPause = Duration.seconds(5)
    /// An attempt that has less time is not begun.
    static let leastTime = Duration.milliseconds(50)

    private var attempts = 0

    /// How long to wait before the next attempt, anything up to the longest pause (full jitter);
    /// `nil` to give up.
    ///
    /// - Parameter left: how much time there is.
    mutating func pauseAfterFailure(
        left: Duration, using random: inout some RandomNumberGenerator
    ) -> Duration? {
        attempts += 1
        guard attempts < Self.maxAttempts else { return nil }
        let longest = min(Self.firstPause * (1 << (attempts - 1)), Self.longestPause)
        let pause = Duration.random(upTo: longest, using: &random)
        return pause + Self.leastTime <= left ? pause : nil
    }
}
