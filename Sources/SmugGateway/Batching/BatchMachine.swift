import SmugLoop

/// All batching of a gateway as one value: requests to keys, keys to batches, batches to
/// invocations.
///
/// It holds no clock, lock or task. Each event returns what the driver must do; a driver that does
/// it gives every request to exactly one invocation, or back.
struct BatchMachine<Item: BatchItem>: Sendable {
    /// What the driver must do after an event.
    struct Step: Sendable {
        /// Batches to invoke now.
        ///
        /// Each is followed by ``BatchMachine/invocationEnded(route:round:_:at:)``.
        var invoke: [Batch<Item>] = []
        /// Batches for which there is no room, of whatever key: each of their requests is answered
        /// so.
        var refuse: [Batch<Item>] = []
        /// Requests whose turn has come too late: they would not have their answers in time, and
        /// are not invoked.
        var late: [Item] = []
        /// When to call ``BatchMachine/windowEnded(key:at:)`` for the key of the event, which may
        /// ask for another time then.
        var timer: MonotonicTime?
        /// When to call ``BatchMachine/limitsGrew(at:)``.
        var growth: MonotonicTime?
    }

    /// Why a request is not taken.
    enum Refusal: Sendable {
        /// So many of its key wait.
        case queueFull
        /// So many keys are in use, and its own is none of them.
        case tooManyKeys
    }

    /// A route that a manifest adds to those that there are.
    struct NewRoute: Sendable {
        /// The next number, or that of a route to which nothing belongs any more.
        let index: Int
        /// The number of its function.
        let function: Int
        let policy: BatchPolicy
    }

    struct KeyState: Sendable {
        fileprivate(set) var gatherer: Gatherer<Item>
        /// Requests that gather, or wait in a batch for its turn.
        fileprivate(set) var waiting = 0
        /// The earliest timer under way.
        ///
        /// One that a batch has left behind serves the next: a timer for each batch would pile up
        /// for as long as a window is.
        fileprivate var timer: MonotonicTime?
        fileprivate(set) var departure: Departure
        fileprivate(set) var lastUsed: MonotonicTime
    }

    /// What a request of a route is added with: no more than a request needs to touch.
    fileprivate struct Limits: Sendable {
        let maxItems: Int
        let maxBytes: Int
        let maxQueueDepth: Int

        init(_ policy: BatchPolicy) {
            maxItems = policy.maxItems
            maxBytes = policy.maxBytes
            maxQueueDepth = policy.maxQueueDepth
        }
    }

    private var policies: [BatchPolicy]
    private var limits: [Limits]
    /// For routes whose window is learned from their invocations.
    private var times: [InvocationTimeModel?]
    private var needed: [NeededTime]
    private var idleTime: Duration
    private(set) var keys: KeyTable<KeyState>
    private(set) var ladder: InvocationLadder<Item>
    private var isDraining = false
    /// Whether the limits will be looked at.
    private var awaitsGrowth = false

    /// - Parameters:
    ///   - policies: one for each route, by its index.
    ///   - functions: the number of each route's function; without it each route has its own.
    ///   - maxKeys: keys that are known at a time.
    ///   - idleTime: how long a key's rate is remembered without a request.
    init(
        policies: [BatchPolicy], functions: [Int]? = nil, maxRunning: Int, maxWaiting: Int,
        maxKeys: Int = 10_000, idleTime: Duration
    ) {
        self.policies = policies
        self.idleTime = idleTime
        limits = policies.map { Limits($0) }
        times = policies.map { Self.timeModel($0) }
        needed = policies.map { _ in NeededTime() }
        keys = KeyTable(maxKeys: maxKeys)
        ladder = InvocationLadder(
            maxRunning: maxRunning, maxWaiting: maxWaiting,
            maxRunningByRoute: policies.map(\.maxRunning),
            functions: functions ?? Array(policies.indices))
    }

    private static func timeModel(_ policy: BatchPolicy) -> InvocationTimeModel? {
        if case .latencyGoal = policy.window { InvocationTimeModel() } else { nil }
    }

    /// Why a request of this key would not be taken at the moment.
    func refusal(of key: BatchKey) -> Refusal? {
        guard let slot = keys.slot(of: key) else { return keys.isFull ? .tooManyKeys : nil }
        return keys[slot].waiting < policies[key.route].maxQueueDepth ? nil : .queueFull
    }

    /// Goes on under other settings: what gathers, waits and runs stays as it is.
    ///
    /// - Parameters:
    ///   - routes: those that begin with this, by rising numbers.
    ///   - newFunctions: numbers of theirs that no route had before, or that another function had.
    mutating func adopt(
        routes: [NewRoute], newFunctions: Set<Int>, maxRunning: Int, maxWaiting: Int, maxKeys: Int,
        idleTime: Duration, at now: MonotonicTime
    ) -> Step {
        self.idleTime = idleTime
        for route in routes {
            if route.index == policies.count {
                policies.append(route.policy)
                limits.append(Limits(route.policy))
                times.append(Self.timeModel(route.policy))
                needed.append(NeededTime())
            } else {
                policies[route.index] = route.policy
                limits[route.index] = Limits(route.policy)
                times[route.index] = Self.timeModel(route.policy)
                needed[route.index] = NeededTime()
            }
        }
        // What was learned belongs to the routes that had the numbers before.
        let begun = Set(routes.map(\.index))
        keys.forgetIdle { begun.contains($0.route) }
        keys.maxKeys = maxKeys
        ladder.adopt(
            routes, newFunctions: newFunctions, maxRunning: maxRunning, maxWaiting: maxWaiting)
        var step = Step()
        invokeNext(&step, at: now)
        return step
    }

    /// Adds a request; `nil` where it is not taken, for which ``refusal(of:)`` has the reason.
    mutating func add(_ item: Item, key: BatchKey, at now: MonotonicTime) -> Step? {
        let limits = limits[key.route]
        guard let slot = slot(of: key, at: now) else { return nil }
        if keys[slot].mayJoinWaiting(limits),
            ladder.join(item, slot: slot, maxItems: limits.maxItems, maxBytes: limits.maxBytes)
        {
            keys[slot].joinedWaiting(at: now)
            return Step()
        }
        let added = keys[slot].add(
            item, limits, itemTime: times[key.route]?.itemTime ?? .known(0), at: now)
        guard var gathered = consume added else { return nil }
        keys.setIdle(false, slot)
        var step = Step(timer: gathered.timer)
        if let batch = gathered.ahead.take() { admit(batch, slot, &step, at: now) }
        if let batch = gathered.joined.take() { admit(batch, slot, &step, at: now) }
        if isDraining, ladder.hasRoom(route: key.route), let end = keys[slot].hurry(at: now) {
            step.timer = end
        }
        return step
    }

    /// Has what gathers leave, now and whenever a request still comes: there is nobody to wait for.
    ///
    /// As far as there is room: who would be turned away keeps its window.
    mutating func drain(at now: MonotonicTime) -> Step {
        isDraining = true
        var gathering: [(key: BatchKey, end: MonotonicTime)] = []
        keys.forEachInUse { key, state in
            if let end = state.gatherer.windowEnd { gathering.append((key, end)) }
        }
        var step = Step()
        for (key, _) in gathering.sorted(by: { $0.end < $1.end }) {
            guard let slot = keys.slot(of: key), ladder.hasRoom(route: key.route) else { continue }
            _ = keys[slot].hurry(at: now)
            if let batch = keys[slot].windowEnded(at: now) {
                admit(batch, slot, &step, at: now)
            }
        }
        return step
    }

    /// Adds a batch whose invocation did not run its function, to be invoked again.
    ///
    /// It goes before the others of its key and is not held against the key's limit: its requests
    /// were taken before.
    mutating func addAgain(_ batch: Batch<Item>, at now: MonotonicTime) -> Step {
        var step = Step()
        guard let slot = slot(of: batch.key, at: now) else {
            step.refuse.append(batch)
            return step
        }
        keys[slot].waiting += batch.items.count
        keys.setIdle(false, slot)
        admit(batch, slot, isAgain: true, &step, at: now)
        return step
    }

    /// An invocation has run its function for so long; before it is told that it has ended.
    ///
    /// - Parameter answering: how long the last of its requests has waited for its answer to begin.
    mutating func invocationTook(
        _ nanoseconds: Int64, answering: Int64? = nil, size: Int, route: Int
    ) {
        times[route]?.invocationEnded(size: size, nanoseconds: nanoseconds)
        needed[route].invocationTook(answering ?? nanoseconds)
    }

    mutating func windowEnded(key: BatchKey, at now: MonotonicTime) -> Step {
        var step = Step()
        guard let slot = keys.slot(of: key) else { return step }
        if let batch = keys[slot].windowEnded(at: now) {
            admit(batch, slot, &step, at: now)
        } else if let end = keys[slot].gatherer.windowEnd {
            step.timer = keys[slot].arm(end)
        }
        return step
    }

    /// - Parameter round: the batch's.
    mutating func invocationEnded(
        route: Int, round: Int = 0, _ end: InvocationEnd = .served, at now: MonotonicTime
    ) -> Step {
        var step = Step()
        ladder.invocationEnded(route: route, round: round, end, at: now)
        invokeNext(&step, at: now)
        awaitGrowth(&step, at: now)
        return step
    }

    /// Has batches leave for which there is room by now.
    mutating func limitsGrew(at now: MonotonicTime) -> Step {
        var step = Step()
        awaitsGrowth = false
        invokeNext(&step, at: now)
        awaitGrowth(&step, at: now)
        return step
    }

    private mutating func awaitGrowth(_ step: inout Step, at now: MonotonicTime) {
        guard ladder.waitsForGrowth, !awaitsGrowth else { return }
        awaitsGrowth = true
        step.growth = now.advanced(by: Self.growthInterval)
    }

    /// How long growth may go unseen where nothing comes and nothing ends.
    private static var growthInterval: Duration { .milliseconds(100) }

    private mutating func invokeNext(_ step: inout Step, at now: MonotonicTime) {
        while let (waited, slot) = ladder.next(at: now) {
            var batch = waited
            left(batch, slot)
            let route = batch.key.route
            if let needed = timeNeeded(route) {
                step.late += batch.takeLate(for: now.advanced(byNanoseconds: needed))
            }
            if batch.items.isEmpty {
                ladder.gaveUp(slot: slot)
            } else {
                step.invoke.append(batch)
            }
        }
    }

    /// What a request of each route has to have left when its turn comes, in nanoseconds; `nil`
    /// while it is not known.
    var neededTimes: [Int64?] {
        zip(needed, policies).map { $0.calculated(within: $1.timeout.wholeNanoseconds) }
    }

    /// What a request of a route has to have left, in nanoseconds; `nil` while it is not known.
    private mutating func timeNeeded(_ route: Int) -> Int64? {
        needed[route].nanoseconds(within: policies[route].timeout.wholeNanoseconds)
    }

    /// Takes out a request whose caller waits no more; `false` when it has been given away.
    mutating func remove(_ identity: UInt64, key: BatchKey) -> Bool {
        guard let slot = keys.slot(of: key),
            keys[slot].remove(identity) || ladder.remove(identity, slot: slot)
        else { return false }
        take(1, from: slot)
        return true
    }

    /// Forgets keys without a request for the idle time, and for as long as what is known of them
    /// is worth something.
    mutating func forgetIdleKeys(at now: MonotonicTime) {
        keys.forgetIdle { [idleTime, policies] route, state in
            now >= state.lastUsed.advanced(by: max(idleTime, policies[route].memory))
        }
    }

    /// The slot of a key, which is made known; `nil` where no more keys may be.
    private mutating func slot(of key: BatchKey, at now: MonotonicTime) -> Int? {
        if let slot = keys.slot(of: key) { return slot }
        let state = KeyState(
            gatherer: Gatherer(key: key), departure: Departure(policies[key.route]), lastUsed: now)
        return keys.insert(key, state)
    }

    private mutating func admit(
        _ batch: consuming Batch<Item>, _ slot: Int, isAgain: Bool = false, _ step: inout Step,
        at now: MonotonicTime
    ) {
        if !isAgain { times[batch.key.route]?.batchLeft(size: batch.items.count) }
        // Room that has come with time is theirs who wait.
        if ladder.waitsForGrowth { invokeNext(&step, at: now) }
        switch ladder.admit(batch, slot: slot, isAgain: isAgain, at: now) {
        case .invoke(let batch):
            left(batch, slot)
            step.invoke.append(batch)
        case .wait: awaitGrowth(&step, at: now)
        case .refuse(let batch, let slot):
            left(batch, slot)
            step.refuse.append(batch)
        }
    }

    private mutating func left(_ batch: Batch<Item>, _ slot: Int) {
        take(batch.items.count, from: slot)
    }

    private mutating func take(_ count: Int, from slot: Int) {
        keys[slot].waiting -= count
        if keys[slot].waiting == 0 { keys.setIdle(true, slot) }
    }
}

extension BatchMachine.KeyState {
    /// Gathers a request; `nil` when so many wait that there is no room.
    fileprivate mutating func add(
        _ item: Item, _ limits: BatchMachine.Limits, itemTime: ItemTime,
        at now: MonotonicTime
    ) -> Gatherer<Item>.Step? {
        guard waiting < limits.maxQueueDepth else { return nil }
        lastUsed = now
        waiting += 1
        var step = gatherer.add(
            item, at: now, maxItems: limits.maxItems, maxBytes: limits.maxBytes,
            itemTime: itemTime, &departure)
        step.timer = step.timer.flatMap { arm($0) }
        return step
    }

    /// Whether the batch that left last, and waits for its turn, may take one more request in.
    fileprivate func mayJoinWaiting(_ limits: BatchMachine.Limits) -> Bool {
        waiting > 0 && gatherer.items.isEmpty && waiting < limits.maxQueueDepth
    }

    fileprivate mutating func joinedWaiting(at now: MonotonicTime) {
        lastUsed = now
        waiting += 1
        departure.requestPassed(at: now)
    }

    /// The timer that is needed for a window's end, unless one is under way that comes first.
    fileprivate mutating func arm(_ end: MonotonicTime) -> MonotonicTime? {
        if let timer, timer <= end { return nil }
        timer = end
        return end
    }

    /// Closes the window that is open; the timer that is needed for it.
    fileprivate mutating func hurry(at now: MonotonicTime) -> MonotonicTime? {
        guard !gatherer.items.isEmpty else { return nil }
        gatherer.hurry(at: now)
        return arm(now)
    }

    fileprivate mutating func windowEnded(at now: MonotonicTime) -> Batch<Item>? {
        if let timer, timer <= now { self.timer = nil }
        return gatherer.windowEnded(at: now, &departure)
    }

    fileprivate mutating func remove(_ identity: UInt64) -> Bool {
        gatherer.remove(identity, &departure)
    }
}
