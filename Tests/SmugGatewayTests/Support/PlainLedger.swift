import SmugLoop

/// ``DebtLedger`` as its rules are written, without a thought of time: what it does is right.
struct PlainLedger {
    private struct Option {
        var count: Int64
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
    private var options = [Option(count: 0, debt: 0)]
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
        advance(to: now)
        if waiting == 0 {
            for index in options.indices { options[index].debt += worth }
        }
        let highest = options.reduce(Int64.min) { max($0, $1.debt) }
        // What was open stays so with one more, unless it is full.
        for index in options.indices { options[index].count += 1 }
        if let last = options.last, last.count >= maxItems { options.removeLast() }
        options.insert(Option(count: 0, debt: highest - 2 * worth), at: 0)
        dropBeaten()
        if options.count > Self.maxOptions {
            let last = options.removeLast()
            options[options.count - 1].debt = last.debt
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
        if isClosed { options.removeAll { $0.count >= waiting && $0.count > 0 } }
        waiting = 0
        waited = 0
        dropBeaten()
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
            let slope = waiting - 2 * option.count
            let room = limit(option) - option.debt
            if room >= 0 {
                if slope > 0 { latest = min(latest, room / slope) }
            } else if slope < 0 {
                earliest = max(earliest, (room + slope + 1) / slope)
            } else {
                earliest = .max
            }
        }
        return (earliest, latest)
    }

    private func limit(_ option: Option) -> Int64 { option.count == 0 ? 0 : reserve }

    private mutating func advance(to now: MonotonicTime) {
        // After so long every option with somebody waiting is beaten; more could overflow.
        let passed = min(max(0, now.nanosecondsSince(updated)), 32 * worth)
        updated = now
        guard passed > 0 else { return }
        for index in options.indices {
            options[index].debt += passed * (waiting - 2 * options[index].count)
        }
        waited += passed * waiting
    }

    private mutating func dropBeaten() {
        var highest = Int64.min
        options.removeAll { option in
            defer { highest = max(highest, option.debt) }
            return option.debt <= highest
        }
    }
}
