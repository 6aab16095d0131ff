import SmugLoop

/// When the batch of one key leaves: its route's rule, what the rule has learned of the key, and
/// what a route may add to any rule.
struct Departure: Sendable {
    /// One of the rules, so that none costs a request more than a switch.
    private enum Rule: Sendable {
        case fixed(FixedWindow)
        case dynamic(DynamicWindow)
        case balance(Balance)
        case latencyGoal(LatencyGoalWindow)
    }

    private var rule: Rule
    private var shortcuts: Shortcuts?

    init(_ policy: BatchPolicy) {
        switch policy.window {
        case .fixed(let window):
            rule = .fixed(FixedWindow(nanoseconds: window.wholeNanoseconds))
        case .dynamic(let wait, let interval, let samples):
            rule = .dynamic(
                DynamicWindow(wait, RateEstimator(intervalMilliseconds: interval, samples: samples))
            )
        case .balance(let settings):
            let isShortened = !policy.preferredSizes.isEmpty
            rule = .balance(
                Balance(settings, maxItems: policy.maxItems, isShortened: isShortened))
        case .latencyGoal(let goal): rule = .latencyGoal(LatencyGoalWindow(goal))
        }
        if policy.idleFastPath || !policy.preferredSizes.isEmpty {
            shortcuts = Shortcuts(policy)
        }
    }

    /// What is known of the key's rate, where its window follows that.
    var rate: RateEstimator? {
        if case .dynamic(let window) = rule { window.rate } else { nil }
    }

    /// When the batch leaves that a request has just joined: ``DepartureRule``.
    mutating func requestJoined(_ batch: Gathering, at now: MonotonicTime) -> MonotonicTime {
        let end = ruleEnd(batch, at: now)
        guard shortcuts != nil,
            let sooner = shortcuts?.requestJoined(batch, rule: end, at: now), sooner < end
        else { return end }
        guard case .balance(let balance) = rule else { return sooner }
        return min(end, max(sooner, balance.earliest(at: now)))
    }

    /// ``DepartureRule/takes(_:at:)``.
    @inline(__always)
    func takes(_ batch: Gathering, at now: MonotonicTime) -> Bool {
        if case .latencyGoal(let window) = rule { window.takes(batch, at: now) } else { true }
    }

    /// ``DepartureRule/requestPassed(at:)``.
    mutating func requestPassed(at now: MonotonicTime) {
        shortcuts?.requestPassed(at: now)
        switch rule {
        case .fixed, .latencyGoal: break
        case .dynamic(var window):
            rule = Self.vacant
            window.requestPassed(at: now)
            rule = .dynamic(window)
        case .balance: changeBalance { $0.requestPassed(at: now) }
        }
    }

    /// ``DepartureRule/requestRemoved()``.
    mutating func requestRemoved() { changeBalance { $0.requestRemoved() } }

    /// ``DepartureRule/batchLeft(isClosed:at:)``.
    mutating func batchLeft(isClosed: Bool, at now: MonotonicTime) {
        switch rule {
        case .fixed, .dynamic: break
        case .balance: changeBalance { $0.batchLeft(isClosed: isClosed, at: now) }
        case .latencyGoal(var window):
            rule = Self.vacant
            window.batchLeft(isClosed: isClosed, at: now)
            rule = .latencyGoal(window)
        }
    }

    /// Stands in while a rule is changed in place, which copies nothing then.
    private static var vacant: Rule { .fixed(FixedWindow(nanoseconds: 0)) }

    private mutating func ruleEnd(_ batch: Gathering, at now: MonotonicTime) -> MonotonicTime {
        switch rule {
        case .fixed(var window): return window.requestJoined(batch, at: now)
        case .latencyGoal(var window):
            rule = Self.vacant
            defer { rule = .latencyGoal(window) }
            return window.requestJoined(batch, at: now)
        case .dynamic(var window):
            rule = Self.vacant
            defer { rule = .dynamic(window) }
            return window.requestJoined(batch, at: now)
        case .balance(var balance):
            rule = Self.vacant
            defer { rule = .balance(balance) }
            return balance.requestJoined(batch, at: now)
        }
    }

    @inline(__always)
    private mutating func changeBalance(_ change: (inout Balance) -> Void) {
        guard case .balance(var balance) = rule else { return }
        rule = Self.vacant
        change(&balance)
        rule = .balance(balance)
    }
}

/// What a route may add to its rule: departures ahead of the rule's.
struct Shortcuts: Sendable {
    private let isIdleFast: Bool
    private let sizes: [Int]
    private let maxItems: Int
    /// So long without a request makes a key quiet.
    private let quiet: Int64
    private var latest: MonotonicTime?
    private var isFast = false

    init(_ policy: BatchPolicy) {
        isIdleFast = policy.idleFastPath
        sizes = policy.preferredSizes
        maxItems = policy.maxItems
        quiet = policy.longestWindow.wholeNanoseconds
    }

    mutating func requestJoined(
        _ batch: Gathering, rule end: MonotonicTime, at now: MonotonicTime
    ) -> MonotonicTime {
        let pause = latest.map { now.nanosecondsSince($0) } ?? .max
        latest = now
        // Who comes at the same time as a lone request leaves with it; who comes later gathers.
        isFast = isIdleFast && (batch.count == 1 ? pause > quiet : isFast)
        if isFast { return min(end, now) }
        return min(end, preferredEnd(batch, rule: end, at: now))
    }

    mutating func requestPassed(at now: MonotonicTime) { latest = now }

    /// A batch of a preferred size waits for the next such size only as long as its pace promises,
    /// and not at all where that is beyond its window.
    ///
    /// The pace is the mean gap between the requests of the batch so far. Twice the time that the
    /// pace promises is waited, for gaps are uneven.
    private func preferredEnd(
        _ batch: Gathering, rule end: MonotonicTime, at now: MonotonicTime
    ) -> MonotonicTime {
        guard batch.count > 1, sizes.contains(batch.count) else { return end }
        let next = sizes.first { $0 > batch.count } ?? maxItems
        let pace = now.nanosecondsSince(batch.began) / Int64(batch.count - 1)
        let (needed, overflow) = pace.multipliedReportingOverflow(by: Int64(next - batch.count))
        guard !overflow, now.advanced(byNanoseconds: needed) <= end else { return now }
        return now.advanced(byNanoseconds: needed &* 2)
    }
}
