/// How long to wait after each failure in a row, and when to give up.
struct Backoff: Sendable {
    /// After the first failure; each further one doubles it.
    var first = Duration.milliseconds(10)
    var longest = Duration.seconds(1)
    /// How many failures in a row are followed by another attempt: about four seconds of waiting.
    var maxRetries = 10
    private var failures = 0

    init() {}

    init(first: Duration, longest: Duration, maxRetries: Int) {
        self.first = first
        self.longest = longest
        self.maxRetries = maxRetries
    }

    /// Counts a failure; `nil` means to give up.
    mutating func delayAfterFailure() -> Duration? {
        guard failures < maxRetries else { return nil }
        // Twenty doublings are beyond every sensible limit, and far from an overflow.
        let delay = first * (1 << min(failures, 20))
        failures += 1
        return min(delay, longest)
    }

    mutating func succeeded() { failures = 0 }
}
