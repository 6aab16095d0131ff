import SmugLoop

/// How the requests of one route are batched.
struct BatchPolicy: Hashable, Sendable {
    /// How long the first request of a batch waits for others.
    enum Window: Hashable, Sendable {
        case fixed(Duration)
        case dynamic(DynamicWait, samplingIntervalMilliseconds: Int, smoothingSamples: Int)
    }

    var window: Window
    /// Requests in one batch; with 1 nothing waits.
    var maxItems: Int
    /// Bytes of events in one batch, the commas between them included.
    var maxBytes: Int
    /// Requests of one key that wait for an invocation.
    var maxQueueDepth: Int
    /// Invocations of the route at one time; `nil` where only the gateway's limit holds.
    var maxRunning: Int?
}

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
        /// Each is followed by ``BatchMachine/invocationEnded(route:)``.
        var invoke: [Batch<Item>] = []
        /// Batches for which there is no room: each of their requests is answered so.
        var refuse: [Batch<Item>] = []
        /// When to call ``BatchMachine/windowEnded(key:at:)`` for the key of the event, which may
        /// ask for another time then.
        var timer: MonotonicTime?
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
        fileprivate(set) var rate: RateEstimator?
        fileprivate(set) var lastUsed: MonotonicTime
    }

    /// How many keys are remembered before those that are idle are forgotten ahead of their time.
    ///
    /// More only where more are in use, at most twice as many as were at the last look.
    static var maxRememberedKeys: Int { 10_000 }

    private let policies: [BatchPolicy]
    private let idleTime: Duration
    /// What is remembered of each key.
    private(set) var keys: [BatchKey: KeyState] = [:]
    private var ladder: InvocationLadder<Item>
    /// How many keys there may be before the idle ones are looked for.
    private var sweepThreshold = Self.maxRememberedKeys

    /// - Parameters:
    ///   - policies: one for each route, by its index.
    ///   - idleTime: how long a key's rate is remembered without a request.
    init(policies: [BatchPolicy], maxRunning: Int, maxWaiting: Int, idleTime: Duration) {
        self.policies = policies
        self.idleTime = idleTime
        ladder = InvocationLadder(
            maxRunning: maxRunning, maxWaiting: maxWaiting,
            maxRunningByRoute: policies.map(\.maxRunning))
    }

    /// Invocations that run.
    var running: Int { ladder.running }
    /// The same by route.
    var runningByRoute: [Int] { ladder.runningByRoute }
    /// Batches that wait for an invocation to end.
    var waitingBatches: Int { ladder.waiting.count }
    /// Keys that are remembered.
    var keyCount: Int { keys.count }

    /// Adds a request; `nil` when so many of its key wait that there is no room.
    mutating func add(_ item: Item, key: BatchKey, at now: MonotonicTime) -> Step? {
        let policy = policies[key.route]
        let index = index(of: key, policy: policy, at: now)
        guard let gathered = keys.values[index].add(item, policy, at: now) else { return nil }
        var step = Step(timer: gathered.timer)
        for batch in gathered.leaving { leave(batch, &step) }
        return step
    }

    mutating func windowEnded(key: BatchKey, at now: MonotonicTime) -> Step {
        var step = Step()
        guard let index = keys.index(forKey: key) else { return step }
        keys.values[index].timerFired(at: now)
        if let batch = keys.values[index].gatherer.windowEnded(at: now) {
            leave(batch, &step)
        } else if let end = keys.values[index].gatherer.windowEnd {
            step.timer = keys.values[index].arm(end)
        }
        return step
    }

    mutating func invocationEnded(route: Int) -> Step {
        var step = Step()
        if let next = ladder.invocationEnded(route: route) { invoke(next, &step) }
        return step
    }

    /// Takes out a request whose caller waits no more; `false` when it has been given away.
    mutating func remove(_ identity: UInt64, key: BatchKey) -> Bool {
        guard let index = keys.index(forKey: key) else { return false }
        guard
            keys.values[index].gatherer.remove(identity) || ladder.remove(identity, key: key)
        else { return false }
        keys.values[index].waiting -= 1
        return true
    }

    /// Forgets keys without a request for the idle time.
    mutating func forgetIdleKeys(at now: MonotonicTime) {
        keys = keys.filter { _, state in
            state.waiting > 0 || now < state.lastUsed.advanced(by: idleTime)
        }
    }

    private mutating func index(
        of key: BatchKey, policy: BatchPolicy, at now: MonotonicTime
    ) -> Dictionary<BatchKey, KeyState>.Index {
        if let index = keys.index(forKey: key) { return index }
        if keys.count >= sweepThreshold {
            keys = keys.filter { $0.value.waiting > 0 }
            // Where most of them are in use, a sweep for every new key would find nothing each time.
            sweepThreshold = max(Self.maxRememberedKeys, keys.count * 2)
        }
        keys[key] = KeyState(
            gatherer: Gatherer(key: key), rate: policy.estimator(), lastUsed: now)
        guard let index = keys.index(forKey: key) else {
            preconditionFailure("a key that was just added is gone")
        }
        return index
    }

    private mutating func leave(_ batch: Batch<Item>, _ step: inout Step) {
        switch ladder.admit(batch) {
        case .invoke(let batch): invoke(batch, &step)
        case .wait: break
        case .refuse(let batch):
            left(batch)
            step.refuse.append(batch)
        }
    }

    private mutating func invoke(_ batch: Batch<Item>, _ step: inout Step) {
        left(batch)
        step.invoke.append(batch)
    }

    private mutating func left(_ batch: Batch<Item>) {
        guard let index = keys.index(forKey: batch.key) else { return }
        keys.values[index].waiting -= batch.items.count
    }
}

extension BatchMachine.KeyState {
    /// Gathers a request; `nil` when so many wait that there is no room.
    fileprivate mutating func add(
        _ item: Item, _ policy: BatchPolicy, at now: MonotonicTime
    ) -> Gatherer<Item>.Step? {
        guard waiting < policy.maxQueueDepth else { return nil }
        lastUsed = now
        waiting += 1
        var step = gatherer.add(
            item, at: now, window: window(policy, at: now), maxItems: policy.maxItems,
            maxBytes: policy.maxBytes)
        step.timer = step.timer.flatMap { arm($0) }
        return step
    }

    /// The timer that is needed for a window's end, unless one is under way that comes first.
    fileprivate mutating func arm(_ end: MonotonicTime) -> MonotonicTime? {
        if let timer, timer <= end { return nil }
        timer = end
        return end
    }

    fileprivate mutating func timerFired(at now: MonotonicTime) {
        if let timer, timer <= now { self.timer = nil }
    }

    fileprivate mutating func window(_ policy: BatchPolicy, at now: MonotonicTime) -> Duration {
        switch policy.window {
        case .fixed(let window): return window
        case .dynamic(let wait, _, _):
            rate?.requestArrived(at: now)
            return wait.window(rate: rate?.rate(at: now) ?? 0)
        }
    }
}

extension BatchPolicy {
    fileprivate func estimator() -> RateEstimator? {
        guard case .dynamic(_, let interval, let samples) = window else { return nil }
        return RateEstimator(intervalMilliseconds: interval, samples: samples)
    }
}
