/// How many invocations of one function run at a time, learnt from Lambda's throttles.
///
/// The limit begins at its ceiling. A throttle takes a quarter of what runs; while the limit is
/// what holds invocations back, a round of that many which Lambda takes adds one. At the number
/// that last throttled that takes many rounds, for each throttle is a batch that fails or waits.
/// So the limit swings between three quarters of what the function's concurrency allows and one
/// above it.
struct AdaptiveLimit: Hashable, Sendable {
    /// What remains after a throttle.
    private static let decrease = 0.75
    /// What a round adds where one more has throttled before.
    private static let cautiousIncrease = 1.0 / 32

    private var ceiling: Double
    private var value: Double
    /// The most that Lambda had room for when it last throttled.
    private var known = Double.infinity
    /// Which cut of the limit an invocation began after.
    ///
    /// Of all that began together only the first throttle counts: they say the same.
    private(set) var round = 0

    /// - Parameter ceiling: at least 1.
    init(ceiling: Int) {
        self.ceiling = Double(ceiling)
        value = Double(ceiling)
    }

    /// Takes another ceiling; where Lambda has throttled, what was learnt stays.
    mutating func setCeiling(_ ceiling: Int) {
        let isAtCeiling = value == self.ceiling
        self.ceiling = Double(ceiling)
        value = isAtCeiling ? self.ceiling : min(value, self.ceiling)
    }

    /// From 1 to the ceiling.
    var current: Int { Int(value) }

    /// Lambda has run an invocation; so many were under way with it.
    mutating func served(running: Int) {
        guard running * 2 > current else { return }
        if value >= known + 1 { known = .infinity }
        let increase = value >= known ? Self.cautiousIncrease : 1
        value = min(value + increase / value, ceiling)
    }

    /// Lambda had no room for an invocation; so many were under way with it.
    mutating func throttled(round: Int, running: Int) {
        guard round == self.round else { return }
        self.round += 1
        let running = min(value, Double(running))
        known = max(running - 1, 1)
        value = max(running * Self.decrease, 1)
    }
}
