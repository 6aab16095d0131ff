import SmugLoop

/// How early a batch may leave so that no future makes the whole dearer than twice what a
/// clairvoyant would have paid.
///
/// Let `W` be what an invocation is worth, `k` the most requests of a batch, `C` our cost so far.
/// A clairvoyant's batch leaves, without loss, when its last request comes. For each `j < k` let
/// `f(j)` be the least that it can have paid by now with the latest `j` requests still waiting and
/// all others gone: a request that comes turns `f(j)` into `f(j+1)` and makes
/// `f(0) = min f + W`; a time `d` adds `j·d`. The *debt* towards an option is `C - 2·f(j)`, with
/// the invocation of what gathers counted in `C`. A batch may leave while
///
///     debt(0) <= 0   and   debt(j) <= v for 0 < j < k,   v = 2·W/k.                        (*)
///
/// The first keeps the promise if nobody comes any more, for then the clairvoyant pays `f(0)`.
/// That (*) can be kept for ever, whatever comes, is seen so. Let (*) hold at a departure; then `p`
/// requests gather and wait `L` in sum, in the time `T`, of which `E` with the wait `M` had passed
/// when the last came.
///
/// 1. *Idle options*, whose batch stays open over all `p`: debt = debt(j) + W - L - 2·j·T. It falls,
///    and is within `v` by `L = W` at the latest.
/// 2. *Closing options*, which have sent a batch since: an arrival makes them, within their limit
///    (the highest debt, at most `W + v`, less `2·W`). One with requests open reaches `v` only at
///    `L >= W`: the idle ones are within theirs by then.
/// 3. The one that has closed behind the last request reaches 0 at `L = W - debt(j) + 2·M + 2·j·E`
///    for some `j`. If `j = 0` that is `L >= W`. Else `L >= W - v`, so the idle option of `j' = 0`
///    has at most `W - L <= v`; and one of `j' > 0` has `v + W - L - 2·j'·T`, at most `2·v - 2·T`,
///    where `p·T >= L >= W - v` and `p <= k - 2`, as it is no option when `j' + p` is `k`: with
///    `v = 2·W/k` that is within `v`.
///
/// So some time to leave always comes before a limit is passed. A full batch may leave on the spot: no
/// idle option outlives it. A batch that something else sends early (its bytes, the longest wait, a
/// request that is taken out) is forgiven what it exceeds (*) by: the promise holds up to that.
///
/// Options that another one beats in count and cost alike are dropped: what is left has debts that
/// ascend with the count.
struct DebtLedger: Sendable {
    private struct Option: Sendable {
        /// How many requests had come when it had none waiting.
        let began: Int64
        var debt: Int64
    }

    /// More options than this are merged, which errs on the safe side.
    static var maxOptions: Int { 64 }

    private let worth: Int64
    private let maxItems: Int64
    /// The `v` of the proof.
    private let reserve: Int64
    /// What may be saved up, so that a good hour does not pay for a bad one.
    private let maxCredit: Int64
    /// From the one with the highest count and debt to the one with nobody waiting; never empty.
    private var options = [Option(began: 0, debt: 0)]
    private var arrived: Int64 = 0
    private var updated = MonotonicTime(nanoseconds: 0)
    private var waiting: Int64 = 0
    private var waited: Int64 = 0

    /// - Parameter worth: nanoseconds, more than 0 and at most 900 seconds.
    init(worth: Int64, maxItems: Int) {
        self.worth = worth
        self.maxItems = Int64(maxItems)
        reserve = 2 * worth / max(2, Int64(maxItems))
        maxCredit = 32 * worth
    }

    mutating func requestArrived(at now: MonotonicTime) {
        advance(to: now, adding: waiting == 0 ? worth : 0)
        let highest = options[0].debt
        // What was open stays so with one more, unless it is full.
        arrived += 1
        if arrived - options[0].began >= maxItems { options.removeFirst() }
        let closing = Option(began: arrived, debt: highest - 2 * worth)
        while let last = options.last, last.debt <= closing.debt { options.removeLast() }
        options.append(closing)
        if options.count > Self.maxOptions {
            options[1].debt = options[0].debt
            options.removeFirst()
        }
        waiting += 1
    }

    /// A request that has left without an answer had no part in the cost.
    mutating func requestRemoved() {
        guard waiting > 0 else { return }
        let share = waited / waiting
        waited -= share
        waiting -= 1
        for index in options.indices {
            options[index].debt -= share
            if waiting == 0 { options[index].debt -= worth }
        }
    }

    /// - Parameter isClosed: no batch could have held what leaves together with the next request.
    mutating func batchLeft(isClosed: Bool, at now: MonotonicTime) {
        advance(to: now)
        if isClosed {
            options.removeAll { [arrived, waiting] option in
                arrived - option.began >= max(1, waiting)
            }
        }
        waiting = 0
        waited = 0
        let excess = options.reduce(Int64.min) { max($0, $1.debt - limit($1)) }
        // Less than that is no more than what nanoseconds are rounded by.
        let shift = excess > worth / 256 ? -excess : max(0, -maxCredit - excess)
        guard shift != 0 else { return }
        for index in options.indices { options[index].debt += shift }
    }

    /// How long until what gathers has waited as long as an invocation is worth.
    var plainWait: Int64 { max(0, worth - waited) / max(1, waiting) }

    /// How long after the latest request the batch leaves at the earliest and at the latest.
    func departures() -> (earliest: Int64, latest: Int64) {
        var earliest: Int64 = 0
        var latest = plainWait
        for option in options {
            let slope = waiting - 2 * (arrived - option.began)
            let room = limit(option) - option.debt
            // Products tell which quotients are worth their time.
            if room >= 0 {
                if slope > 0, latest * slope > room { latest = room / slope }
            } else if slope >= 0 {
                earliest = .max
            } else {
                let (reached, isBeyond) = earliest.multipliedReportingOverflow(by: slope)
                if !isBeyond, reached > room { earliest = (room + slope + 1) / slope }
            }
        }
        return (earliest, latest)
    }

    private func limit(_ option: Option) -> Int64 { option.began == arrived ? 0 : reserve }

    /// Adds what the time has cost, and `more`, and drops the options that are beaten then.
    private mutating func advance(to now: MonotonicTime, adding more: Int64 = 0) {
        // After so long every option with somebody waiting is beaten; more could overflow.
        let passed = min(max(0, now.nanosecondsSince(updated)), 32 * worth)
        updated = now
        waited += passed * waiting
        var kept = 0
        for index in options.indices {
            var option = options[index]
            option.debt += passed * (waiting - 2 * (arrived - option.began)) + more
            while kept > 0, options[kept - 1].debt <= option.debt { kept -= 1 }
            options[kept] = option
            kept += 1
        }
        options.removeLast(options.count - kept)
    }
}
