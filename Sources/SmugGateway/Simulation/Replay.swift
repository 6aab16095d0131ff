import SmugLoop

/// How long an invocation takes, by how many requests it has.
package struct InvocationTime: Hashable, Sendable {
    package let nanoseconds: Int64
    package let nanosecondsPerItem: Int64

    package init(nanoseconds: Int64, nanosecondsPerItem: Int64) {
        self.nanoseconds = nanoseconds
        self.nanosecondsPerItem = nanosecondsPerItem
    }

    /// Invocations that are over at once, so that nothing waits for their end.
    package static let none = InvocationTime(nanoseconds: 0, nanosecondsPerItem: 0)

    func of(_ count: Int) -> Int64 { nanoseconds + nanosecondsPerItem * Int64(count) }
}

/// What came of a replay.
package struct ReplayOutcome: Hashable, Sendable {
    /// Requests that were invoked.
    package internal(set) var requests = 0
    package internal(set) var invocations = 0
    /// Requests for which a queue had no room.
    package internal(set) var refused = 0
    /// From arrival to invocation, in nanoseconds, the shortest first.
    package internal(set) var waits: [Int64] = []

    /// With what the others' share of the invocation adds; empty where that is nothing.
    var additions: [Int64] = []

    /// At most half of what the type holds, so that the invocations' worth has room beside it.
    package var waitSum: Int64 {
        let most = Int64.max / 2
        return waits.reduce(0) { sum, wait in min(sum + min(wait, most), most) }
    }

    /// The wait that so large a share of the requests does not exceed.
    package func wait(share: Double) -> Int64 { Self.value(share, waits) }

    /// The same for all that batching adds: the wait, and what an invocation takes longer than with
    /// the request alone.
    package func added(share: Double) -> Int64 {
        Self.value(share, additions.isEmpty ? waits : additions)
    }

    private static func value(_ share: Double, _ sorted: [Int64]) -> Int64 {
        guard !sorted.isEmpty else { return 0 }
        let rank = (share * Double(sorted.count)).rounded(.up)
        return sorted[min(max(Int(rank) - 1, 0), sorted.count - 1)]
    }

    /// With so many nanoseconds of waiting for each invocation.
    package func cost(worth: Int64) -> Int64 { Int64(invocations) * worth + waitSum }
}

/// Sends arrivals through the batching of a route on a virtual clock.
package struct Replay: Sendable {
    let policy: BatchPolicy
    let maxRunning: Int
    let maxWaiting: Int
    let invocation: InvocationTime

    /// - Parameter invocation: what the route's own limit of invocations, and a window that learns
    ///   from them, go by.
    package init(
        _ route: RouteDefinition, limits: GatewayLimits, invocation: InvocationTime = .none
    ) {
        self.init(
            BatchPolicy(route, maxBytes: .max), maxRunning: limits.maxInflightInvocations,
            maxWaiting: limits.maxPendingInvocations, invocation: invocation)
    }

    init(
        _ policy: BatchPolicy, maxRunning: Int = 100_000, maxWaiting: Int = 1_000_000,
        invocation: InvocationTime = .none
    ) {
        self.policy = policy
        self.maxRunning = maxRunning
        self.maxWaiting = maxWaiting
        self.invocation = invocation
    }

    /// - Parameters:
    ///   - arrivals: sorted by time.
    ///   - progress: is told from time to time how many have come.
    package func run(
        _ arrivals: [Arrival], _ progress: (Int) -> Void = { _ in }
    ) -> ReplayOutcome {
        var course = ReplayCourse(self, keys: (arrivals.map(\.key).max() ?? 0) + 1)
        let start = arrivals.first?.nanoseconds ?? 0
        for (index, arrival) in arrivals.enumerated() {
            // A second of its own before the first, so that nothing happens at the clock's 0.
            let time = MonotonicTime(
                nanoseconds: UInt64(max(0, arrival.nanoseconds - start)) + 1_000_000_000)
            course.advance(to: time)
            course.arrive(arrival.key, at: time)
            if index % 65_536 == 65_535 { progress(index + 1) }
        }
        return course.finish()
    }
}

/// A request of a replay.
private struct ReplayedRequest: BatchItem {
    let identity: UInt64
    let arrival: MonotonicTime
    var byteCount: Int { 0 }
}

/// A replay under way.
private struct ReplayCourse {
    private enum Event {
        case window(BatchKey)
        case invocationEnded(size: Int, round: Int)
    }

    private typealias Machine = BatchMachine<ReplayedRequest>

    private let invocation: InvocationTime
    private let keys: [BatchKey]
    private var machine: Machine
    private var events = EventHeap<Event>()
    private var outcome = ReplayOutcome()
    private var arrived: UInt64 = 0

    init(_ replay: Replay, keys count: Int) {
        invocation = replay.invocation
        keys = (0..<count).map { number in
            var key = BatchKey(route: 0)
            if count > 1 { key.append(Array(String(number).utf8)[...]) }
            return key
        }
        machine = Machine(
            policies: [replay.policy], maxRunning: replay.maxRunning,
            maxWaiting: replay.maxWaiting, maxKeys: max(10_000, count), idleTime: .seconds(30))
    }

    /// Lets happen what is due before this time; who comes at the time itself comes first.
    mutating func advance(to time: MonotonicTime) {
        while let earliest = events.earliest, earliest < time { handleNext() }
    }

    mutating func arrive(_ key: Int, at now: MonotonicTime) {
        arrived += 1
        let request = ReplayedRequest(identity: arrived, arrival: now)
        guard let step = machine.add(request, key: keys[key], at: now) else {
            outcome.refused += 1
            return
        }
        perform(step, keys[key], at: now)
    }

    mutating func finish() -> ReplayOutcome {
        while events.earliest != nil { handleNext() }
        outcome.waits.sort()
        outcome.additions.sort()
        return outcome
    }

    private mutating func handleNext() {
        guard let (event, now) = events.popFirst() else { return }
        switch event {
        case .window(let key): perform(machine.windowEnded(key: key, at: now), key, at: now)
        case .invocationEnded(let size, let round):
            machine.invocationTook(invocation.of(size), size: size, route: 0)
            perform(machine.invocationEnded(route: 0, round: round), keys[0], at: now)
        }
    }

    private mutating func perform(_ step: Machine.Step, _ key: BatchKey, at now: MonotonicTime) {
        if let timer = step.timer {
            let due = max(timer, now)
            events.add(.window(key), at: due)
        }
        for batch in step.refuse { outcome.refused += batch.items.count }
        for batch in step.invoke { invoke(batch, at: now) }
    }

    private mutating func invoke(_ batch: Batch<ReplayedRequest>, at now: MonotonicTime) {
        outcome.invocations += 1
        outcome.requests += batch.items.count
        let others = invocation.nanosecondsPerItem * Int64(batch.items.count - 1)
        for item in batch.items {
            let wait = now.nanosecondsSince(item.arrival)
            outcome.waits.append(wait)
            if invocation.nanosecondsPerItem > 0 {
                outcome.additions.append(wait + min(others, .max - wait))
            }
        }
        let time = invocation.of(batch.items.count)
        guard time > 0 else {
            machine.invocationTook(0, size: batch.items.count, route: 0)
            let step = machine.invocationEnded(route: 0, round: batch.round)
            return perform(step, batch.key, at: now)
        }
        let end = now.advanced(byNanoseconds: time)
        events.add(.invocationEnded(size: batch.items.count, round: batch.round), at: end)
    }
}
