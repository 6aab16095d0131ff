import SmugLoop

/// Weighs waiting against invocations: one number says how many milliseconds of one request's
/// waiting an invocation is worth.
///
/// The cost of a schedule is `worth` for each invocation and the sum of all waits. The plain rule
/// sends a batch when its requests together have waited as long as an invocation is worth: never
/// more than twice what a clairvoyant would pay (dynamic TCP acknowledgement: Dooly, Goldman,
/// Scott, STOC 1998). Where a ``GapForecast`` says that waiting does not pay, a batch leaves
/// earlier, as far as the ``DebtLedger`` lets it without giving that promise up. So does one that
/// reaches a preferred size.
struct Balance: DepartureRule {
    struct Settings: Hashable, Sendable {
        /// What an invocation is worth, in nanoseconds of waiting.
        var worth: Int64
        /// The longest that any request waits; below `worth` the promise of twice is off.
        var maxWait: Int64 = .max
        /// Whether the next arrival is forecast; without, the plain rule.
        var predicts = true
    }

    private let maxWait: Int64
    private var ledger: DebtLedger
    private var forecast: GapForecast?
    /// Whether batches leave earlier than by the plain rule, for which later ones make good.
    private let leavesEarly: Bool

    /// - Parameter isShortened: something else may have batches leave from ``earliest(at:)`` on.
    init(_ settings: Settings, maxItems: Int, isShortened: Bool = false) {
        maxWait = settings.maxWait
        ledger = DebtLedger(worth: settings.worth, maxItems: maxItems)
        forecast = settings.predicts ? GapForecast(worth: settings.worth, maxItems: maxItems) : nil
        leavesEarly = settings.predicts || isShortened
    }

    mutating func requestJoined(_ batch: Gathering, at now: MonotonicTime) -> MonotonicTime {
        ledger.requestArrived(at: now)
        forecast?.requestArrived(at: now)
        var wait = ledger.plainWait
        if leavesEarly {
            let bounds = ledger.departures()
            let wanted = forecast?.wait(count: batch.count) ?? wait
            wait = min(max(wanted, bounds.earliest), bounds.latest)
        }
        return min(
            now.advanced(byNanoseconds: wait), batch.began.advanced(byNanoseconds: maxWait))
    }

    /// From when on the batch may leave that a request has joined now.
    func earliest(at now: MonotonicTime) -> MonotonicTime {
        now.advanced(byNanoseconds: ledger.departures().earliest)
    }

    mutating func requestPassed(at now: MonotonicTime) { forecast?.requestArrived(at: now) }

    mutating func requestRemoved() { ledger.requestRemoved() }

    mutating func batchLeft(isClosed: Bool, at now: MonotonicTime) {
        ledger.batchLeft(isClosed: isClosed, at: now)
    }
}
