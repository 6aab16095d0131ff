import SmugLoop

/// How many invocations of one function run at a time, learnt from Lambda's throttles.
///
/// The limit begins at its ceiling. A throttle cuts it to three quarters of what ran; then it grows
/// by the time alone, as CUBIC has a window grow (RFC 9438): in a concave curve back to what Lambda
/// had room for, there slowly, and on in a convex one, ever faster, up to the ceiling. Time is the
/// measure since Lambda says at once that it has no room, however long a function runs. So what a
/// stray throttle has taught is forgotten in seconds, also where nobody calls.
///
/// A throttle that comes once the curve has passed what was known says that it was right: then the
/// next comes twice as late, for each is a batch that fails or waits. One that comes before says
/// that all has changed, and so does an invocation that Lambda takes beyond what was known.
struct AdaptiveLimit: Hashable, Sendable {
    /// What the latest throttle has taught.
    private struct Cut: Hashable {
        let time: MonotonicTime
        /// The most that Lambda had room for.
        let known: Double
        /// How long it takes back to that, in seconds.
        let patience: Double

        /// Three quarters of one more than is known at once, as much above it at twice the
        /// patience, and by one at least.
        func limit(at now: MonotonicTime) -> Double {
            let seconds = Double(now.nanosecondsSince(time)) / 1e9
            let deviation = (seconds - patience) / patience
            return known + max(1, (known - 3) / 4) * deviation * deviation * deviation
        }

        func isPassed(at now: MonotonicTime) -> Bool {
            Double(now.nanosecondsSince(time)) / 1e9 > patience
        }
    }

    private static let firstPatience = 0.5
    private static let longestPatience = 8.0

    private var ceiling: Int
    private var cut: Cut?
    /// Which cut of the limit an invocation began after.
    ///
    /// Of all that began together only the first throttle counts: they say the same.
    private(set) var round = 0

    /// - Parameter ceiling: at least 1.
    init(ceiling: Int) {
        self.ceiling = ceiling
    }

    /// Takes another ceiling; where Lambda has throttled, what was learnt stays.
    mutating func setCeiling(_ ceiling: Int) {
        self.ceiling = ceiling
    }

    /// Whether a throttle holds it down, or did when it was last looked at.
    var isCut: Bool { cut != nil }

    /// From 1 to the ceiling.
    func current(at now: MonotonicTime) -> Int {
        guard let cut else { return ceiling }
        return Int(min(max(cut.limit(at: now), 1), Double(ceiling)))
    }

    /// Forgets a cut once the limit is at its ceiling again.
    mutating func grow(at now: MonotonicTime) -> Int {
        let current = current(at: now)
        if current == ceiling { cut = nil }
        return current
    }

    /// Lambda has run an invocation; so many were under way with it.
    mutating func served(running: Int, at now: MonotonicTime) {
        guard let cut, cut.patience > Self.firstPatience, Double(running) > cut.known else {
            return
        }
        self.cut = Cut(
            time: now.advanced(by: .seconds(-Self.firstPatience)), known: Double(running),
            patience: Self.firstPatience)
    }

    /// Lambda had no room for an invocation; so many were under way with it.
    ///
    /// Where much less ran than may, that is not yet the number that Lambda has room for: others
    /// may have had it for a moment. So half of the limit stays.
    mutating func throttled(round: Int, running: Int, at now: MonotonicTime) {
        guard round == self.round else { return }
        self.round += 1
        let limit = current(at: now)
        let isConfirmed = cut?.isPassed(at: now) ?? false
        let patience =
            isConfirmed
            ? min((cut?.patience ?? 0) * 2, Self.longestPatience) : Self.firstPatience
        let known = max(min(running, limit) - 1, limit / 2, 1)
        cut = Cut(time: now, known: Double(known), patience: patience)
    }
}
