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
    /// Requests that had no answer within their timeout: taken out before they were invoked, or
    /// invoked too late.
    package internal(set) var timedOut = 0
    /// Requests that the gateway would answer itself, by 429 or 504.
    var unserved: Int { refused + timedOut }
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
    /// In nanoseconds, from arrival to answer.
    let timeout: Int64

    /// - Parameter invocation: what the route's own limit of invocations, and a window that learns
    ///   from them, go by.
    package init(
        _ route: RouteDefinition, limits: GatewayLimits, invocation: InvocationTime = .none
    ) {
        self.init(
            BatchPolicy(route, maxBytes: .max), maxRunning: limits.maxInflightInvocations,
            maxWaiting: limits.maxPendingInvocations, invocation: invocation,
            timeout: Int64(route.limits.timeoutMilliseconds) * 1_000_000)
    }

    init(
        _ policy: BatchPolicy, maxRunning: Int = 100_000, maxWaiting: Int = 1_000_000,
        invocation: InvocationTime = .none, timeout: Int64 = .max
    ) {
        self.policy = policy
        self.maxRunning = maxRunning
        self.maxWaiting = maxWaiting
        self.invocation = invocation
        self.timeout = timeout
    }

    /// - Parameters:
    ///   - arrivals: sorted by time.
    ///   - progress: is told from time to time how many have come.
    package func run(
        _ arrivals: [Arrival], _ progress: (Int) -> Void = { _ in }
    ) -> ReplayOutcome {
        var course = ReplayCourse(self, arrivals)
        for index in arrivals.indices {
            let time = course.time(of: index)
            course.advance(to: time)
            course.arrive(index, at: time)
            if index % 65_536 == 65_535 { progress(index + 1) }
        }
        return course.finish()
    }
}

/// A request of a replay.
private struct ReplayedRequest: BatchItem {
    /// Its place among all arrivals.
    let identity: UInt64
    let arrival: MonotonicTime
    var byteCount: Int { 0 }
    var deadline: MonotonicTime { .distantFuture }
}

/// A replay under way.
private struct ReplayCourse {
    private enum Event {
        case window(BatchKey)
        case invocationEnded(size: Int, round: Int)
    }

    private typealias Machine = BatchMachine<ReplayedRequest>

    private let invocation: InvocationTime
    private let timeout: Int64
    private let arrivals: [Arrival]
    private let keys: [BatchKey]
    private var machine: Machine
    private var events = EventHeap<Event>()
    private var outcome = ReplayOutcome()
    /// Of each request that has come whether it still waits.
    private var waiting: [Bool] = []
    /// The first request whose timeout has not been seen to.
    private var oldest = 0

    init(_ replay: Replay, _ arrivals: [Arrival]) {
        let count = (arrivals.map(\.key).max() ?? 0) + 1
        self.arrivals = arrivals
        invocation = replay.invocation
        timeout = replay.timeout
        waiting.reserveCapacity(arrivals.count)
        keys = (0..<count).map { number in
            var key = BatchKey(route: 0)
            if count > 1 { key.append(Array(String(number).utf8)[...]) }
            return key
        }
        machine = Machine(
            policies: [replay.policy], maxRunning: replay.maxRunning,
            maxWaiting: replay.maxWaiting, maxKeys: max(10_000, count), idleTime: .seconds(30))
    }

    /// A second of its own goes before the first, so that nothing happens at the clock's 0.
    func time(of index: Int) -> MonotonicTime {
        let passed = max(0, arrivals[index].nanoseconds - arrivals[0].nanoseconds)
        return MonotonicTime(nanoseconds: UInt64(passed) + 1_000_000_000)
    }

    /// Lets happen what is due before this time; who comes at the time itself comes first.
    mutating func advance(to time: MonotonicTime) {
        while let earliest = events.earliest, earliest < time {
            endWaits(before: earliest)
            handleNext()
        }
        endWaits(before: time)
    }

    mutating func arrive(_ index: Int, at now: MonotonicTime) {
        let key = keys[arrivals[index].key]
        let request = ReplayedRequest(identity: UInt64(index), arrival: now)
        waiting.append(true)
        guard let step = machine.add(request, key: key, at: now) else {
            outcome.refused += 1
            waiting[index] = false
            return
        }
        perform(step, key, at: now)
    }

    /// Takes out who has waited for as long as it may; who comes first, waits no longer than others.
    private mutating func endWaits(before time: MonotonicTime) {
        while oldest < waiting.count {
            if waiting[oldest] {
                let end = self.time(of: oldest).advanced(byNanoseconds: timeout)
                guard end < time else { return }
                _ = machine.remove(UInt64(oldest), key: keys[arrivals[oldest].key])
                outcome.timedOut += 1
                waiting[oldest] = false
            }
            oldest += 1
        }
    }

    mutating func finish() -> ReplayOutcome {
        while let earliest = events.earliest {
            endWaits(before: earliest)
            handleNext()
        }
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
            perform(machine.invocationEnded(route: 0, round: round, at: now), keys[0], at: now)
        }
    }

    private mutating func perform(_ step: Machine.Step, _ key: BatchKey, at now: MonotonicTime) {
        if let timer = step.timer {
            let due = max(timer, now)
            events.add(.window(key), at: due)
        }
        for batch in step.refuse {
            outcome.refused += batch.items.count
            for item in batch.items { waiting[Int(item.identity)] = false }
        }
        for batch in step.invoke { invoke(batch, at: now) }
    }

    private mutating func invoke(_ batch: Batch<ReplayedRequest>, at now: MonotonicTime) {
        outcome.invocations += 1
        outcome.requests += batch.items.count
        let others = invocation.nanosecondsPerItem * Int64(batch.items.count - 1)
        let time = invocation.of(batch.items.count)
        for item in batch.items {
            let wait = now.nanosecondsSince(item.arrival)
            waiting[Int(item.identity)] = false
            if wait + min(time, .max - wait) > timeout { outcome.timedOut += 1 }
            outcome.waits.append(wait)
            if invocation.nanosecondsPerItem > 0 {
                outcome.additions.append(wait + min(others, .max - wait))
            }
        }
        guard time > 0 else {
            machine.invocationTook(0, size: batch.items.count, route: 0)
            let step = machine.invocationEnded(route: 0, round: batch.round, at: now)
            return perform(step, batch.key, at: now)
        }
        let end = now.advanced(byNanoseconds: time)
        events.add(.invocationEnded(size: batch.items.count, round: batch.round), at: end)
    }
}
