import SmugLoop
import TestSupport

@testable import SmugGateway

/// A gateway's batching under a virtual clock, with random traffic, and a model of what must hold.
///
/// The driver does what the machine orders, at the time for which it is ordered; the model knows
/// of every request where it is, and says which promise was broken.
struct BatchSimulation {
    struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    enum Event {
        case arrival
        case window(BatchKey)
        case end(Batch<StubItem>, took: Int64)
        case again(Batch<StubItem>)
        case removal(UInt64)
        case sweep
        case drain
        case growth
    }

    enum Place: Equatable {
        case waiting
        case invoked, late, delayed, refused, removed, turnedAway
    }

    struct Request {
        let item: StubItem
        let key: BatchKey
        let arrival: MonotonicTime
        var place: Place
    }

    /// The most that an invocation takes.
    static let longestRun: Int64 = 30_000_000

    var random: SplitMix64
    let policies: [BatchPolicy]
    let functions: [Int]
    let maxKeys: Int
    let maxRunning: Int
    let maxWaiting: Int
    var machine: BatchMachine<StubItem>
    var events = TimerQueue<(Event, MonotonicTime)>()
    var now = MonotonicTime.at(1)
    var arrivalsLeft: Int
    var hasDrained = false

    var requests: [UInt64: Request] = [:]
    /// Those that wait, so that looking at them does not mean looking at all.
    var waiting: Set<UInt64> = []
    var waitingByKey: [BatchKey: Int] = [:]
    var lastInvoked: [BatchKey: UInt64] = [:]
    /// How many of other keys were invoked while a key's requests only waited for their turn.
    var passedOver: [BatchKey: Int] = [:]
    var longestWait = 0
    var triedAgain: Set<UInt64> = []
    /// When the limits that grow with time were looked at last, at least.
    var growthSeen = MonotonicTime.at(0)
    /// How many different keys have been seen, at most.
    var keysSeen: Set<BatchKey> = []
    var runningByRoute: [Int]
    var running = 0
    /// How often each outcome came, so that a test can see that all do.
    var outcomes: [String: Int] = [:]

    init(seed: UInt64, arrivals: Int = 400) {
        var random = SplitMix64(seed: seed)
        let policies = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            BatchPolicy.random(using: &random)
        }
        self.policies = policies
        functions = policies.map { _ in .random(in: 0...1, using: &random) }
        maxKeys = .random(in: 3...14, using: &random)
        maxRunning = .random(in: 1...6, using: &random)
        maxWaiting = .random(in: 0...5, using: &random)
        machine = BatchMachine(
            policies: policies, functions: functions, maxRunning: maxRunning,
            maxWaiting: maxWaiting, maxKeys: maxKeys,
            idleTime: .milliseconds(Int.random(in: 1...60, using: &random)))
        runningByRoute = policies.map { _ in 0 }
        arrivalsLeft = arrivals
        self.random = random
    }

    /// Runs until nothing is left to happen.
    mutating func run() throws {
        schedule(.arrival, in: 0)
        schedule(.sweep, in: 1_000_000)
        if Int.random(in: 0..<4, using: &random) == 0 {
            schedule(.drain, in: .random(in: 0...400_000_000, using: &random))
        }
        while let (event, time) = events.popDue(at: .distantFuture) {
            now = time
            try handle(event)
            try checkLimits()
            if events.earliest != now { try checkWaiting() }
        }
        try checkEnd()
    }

    mutating func schedule(_ event: Event, in nanoseconds: Int64) {
        let time = now.advanced(byNanoseconds: nanoseconds)
        _ = events.add((event, time), at: time)
    }

    private mutating func handle(_ event: Event) throws {
        switch event {
        case .arrival: try arrive()
        case .window(let key):
            try perform(machine.windowEnded(key: key, at: now), .window(key), key)
        case .end(let batch, let took): try end(batch, took)
        case .again(let batch): try addAgain(batch)
        case .removal(let identity): try remove(identity)
        case .sweep:
            machine.forgetIdleKeys(at: now)
            if arrivalsLeft > 0 { schedule(.sweep, in: 7_000_000) }
        case .drain:
            hasDrained = true
            let step = machine.drain(at: now)
            guard step.refuse.isEmpty else { throw Broken(description: "a drain turns away") }
            count("drained")
            try carryOut(step, .drain)
            try checkDrained()
        case .growth:
            growthSeen = now
            try carryOut(machine.limitsGrew(at: now), .growth)
        }
    }

    private mutating func arrive() throws {
        arrivalsLeft -= 1
        let identity = UInt64(arrivalsLeft.distance(to: 1_000_000))
        var key = BatchKey(route: .random(in: policies.indices, using: &random))
        key.append([UInt8.random(in: 0...2, using: &random)][...])
        let policy = policies[key.route]
        let patience = Int64.random(in: 0...200_000_000, using: &random)
        let item = StubItem(
            identity, bytes: .random(in: 1...policy.maxBytes, using: &random),
            deadline: Bool.random(using: &random)
                ? now.advanced(byNanoseconds: patience) : .distantFuture)
        keysSeen.insert(key)
        let isFull = waitingByKey[key, default: 0] >= policy.maxQueueDepth || !hasRoom(for: key)
        guard isFull == (machine.refusal(of: key) != nil) else {
            throw Broken(description: "what is said at the door is not what is done")
        }
        let step = machine.add(item, key: key, at: now)
        guard isFull == (step == nil) else {
            throw Broken(description: "the waiting counter of a key is off")
        }
        requests[identity] = Request(
            item: item, key: key, arrival: now, place: isFull ? .turnedAway : .waiting)
        count(isFull ? "turned away" : "taken")
        if let step {
            waiting.insert(identity)
            waitingByKey[key, default: 0] += 1
            try perform(step, .arrival, key)
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            schedule(.removal(identity), in: .random(in: 0...40_000_000, using: &random))
        }
        if arrivalsLeft > 0 {
            let isBurst = Bool.random(using: &random)
            schedule(.arrival, in: isBurst ? 0 : .random(in: 0...4_000_000, using: &random))
        }
    }

    private mutating func remove(_ identity: UInt64) throws {
        guard let request = requests[identity] else { return }
        let isRemoved = machine.remove(identity, key: request.key)
        guard isRemoved == (request.place == .waiting) else {
            throw Broken(description: "\(identity) was \(request.place), removed: \(isRemoved)")
        }
        if isRemoved { try move(identity, to: .removed) }
        if request.place == .delayed { requests[identity]?.place = .removed }
    }

    /// Some are throttled, and some of those are tried again.
    private mutating func end(_ batch: Batch<StubItem>, _ took: Int64) throws {
        growthSeen = now
        running -= 1
        runningByRoute[batch.key.route] -= 1
        let isThrottled = Int.random(in: 0..<5, using: &random) == 0
        if isThrottled, Bool.random(using: &random) {
            for item in batch.items { requests[item.identity]?.place = .delayed }
            schedule(.again(batch), in: .random(in: 0...20_000_000, using: &random))
        }
        if !isThrottled {
            machine.invocationTook(took, size: batch.items.count, route: batch.key.route)
        }
        let step = machine.invocationEnded(
            route: batch.key.route, round: batch.round, isThrottled ? .throttled : .served,
            at: now)
        try perform(step, .end(batch, took: took), batch.key)
    }

    private mutating func addAgain(_ batch: Batch<StubItem>) throws {
        var batch = batch
        batch.removeAll { requests[$0.identity]?.place != .delayed }
        guard !batch.items.isEmpty else { return }
        for item in batch.items {
            requests[item.identity]?.place = .waiting
            waiting.insert(item.identity)
            waitingByKey[batch.key, default: 0] += 1
            triedAgain.insert(item.identity)
            count("again")
        }
        try perform(machine.addAgain(batch, at: now), .again(batch), batch.key)
    }

    private mutating func perform(
        _ step: BatchMachine<StubItem>.Step, _ cause: Event, _ key: BatchKey
    ) throws {
        if let timer = step.timer {
            guard timer >= now else { throw Broken(description: "a timer in the past") }
            _ = events.add((.window(key), timer), at: timer)
        }
        for batch in step.refuse {
            let isHomeless =
                if case .again = cause { !hasRoom(for: key, but: batch) } else { false }
            guard isHomeless || machine.waitingBatches == maxWaiting && isBlocked(batch.key.route)
            else { throw Broken(description: "a batch was refused while there was room") }
            if batch.key == key { try checkLeaving(batch, cause) }
            for item in batch.items { try move(item.identity, to: .refused) }
        }
        try carryOut(step, cause)
    }

    /// All but what is about the key of the event.
    private mutating func carryOut(
        _ step: BatchMachine<StubItem>.Step, _ cause: Event
    ) throws {
        if let time = step.growth { _ = events.add((.growth, time), at: time) }
        for item in step.late {
            guard item.deadline < now.advanced(byNanoseconds: Self.longestRun * 9 / 8) else {
                throw Broken(description: "\(item.identity) had time enough")
            }
            try move(item.identity, to: .late)
        }
        for batch in step.invoke {
            try checkShare(of: batch.key, cause)
            running += 1
            runningByRoute[batch.key.route] += 1
            try checkLeaving(batch, cause)
            for item in batch.items {
                let isAgain = triedAgain.contains(item.identity)
                guard isAgain || item.identity > lastInvoked[batch.key, default: 0] else {
                    throw Broken(description: "\(item.identity) overtook one of its key")
                }
                if !isAgain { lastInvoked[batch.key] = item.identity }
                try move(item.identity, to: .invoked)
            }
            let took = Int64.random(in: 0...Self.longestRun, using: &random)
            schedule(.end(batch, took: took), in: took)
        }
    }

    mutating func move(_ identity: UInt64, to place: Place) throws {
        guard let request = requests[identity], request.place == .waiting else {
            throw Broken(description: "\(identity) was given away twice")
        }
        requests[identity]?.place = place
        waiting.remove(identity)
        waitingByKey[request.key, default: 0] -= 1
        count("\(place)")
    }

    mutating func count(_ outcome: String) {
        outcomes[outcome, default: 0] += 1
    }

    func isBlocked(_ route: Int) -> Bool {
        running >= maxRunning || isHeldBack(route)
    }

    /// Whether a limit of the route or its function holds its batches back.
    func isHeldBack(_ route: Int) -> Bool {
        let function = functions[route]
        let ofFunction = runningByRoute.indices.filter { functions[$0] == function }
            .reduce(0) { $0 + runningByRoute[$1] }
        return runningByRoute[route] >= policies[route].maxRunning ?? .max
            || ofFunction >= machine.ladder.functionLimits(at: growthSeen)[function]
    }

    /// Whether a key is in use, or may be.
    func hasRoom(for key: BatchKey, but batch: Batch<StubItem>? = nil) -> Bool {
        var counts = waitingByKey
        if let batch { counts[batch.key, default: 0] -= batch.items.count }
        return counts[key, default: 0] > 0 || counts.values.count { $0 > 0 } < maxKeys
    }
}

extension BatchPolicy {
    fileprivate static func random(using random: inout SplitMix64) -> BatchPolicy {
        BatchPolicy(
            window: .random(using: &random), maxItems: .random(in: 1...6, using: &random),
            maxBytes: .random(in: 20...200, using: &random),
            maxQueueDepth: .random(in: 1...20, using: &random),
            maxRunning: Bool.random(using: &random) ? .random(in: 1...4, using: &random) : nil,
            idleFastPath: Int.random(in: 0..<4, using: &random) == 0,
            preferredSizes: Int.random(in: 0..<4, using: &random) == 0 ? [2, 4] : [])
    }
}

extension BatchPolicy.Window {
    /// Any of the rules, fixed windows most often.
    fileprivate static func random(using random: inout SplitMix64) -> BatchPolicy.Window {
        let longest = Int.random(in: 0...20, using: &random)
        let nanoseconds = Int64(longest) * 1_000_000
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            let wait = DynamicWait(
                minWaitMilliseconds: .random(in: 0...longest, using: &random),
                maxWaitMilliseconds: longest, targetRate: .random(in: 0...2000, using: &random),
                steepness: .random(in: 0.001...1, using: &random),
                isNormalized: Bool.random(using: &random))
            return .dynamic(wait, samplingIntervalMilliseconds: 5, smoothingSamples: 3)
        case 1, 2:
            return .balance(
                Balance.Settings(
                    worth: .random(in: 1...30_000_000, using: &random),
                    maxWait: Bool.random(using: &random) ? nanoseconds : .max,
                    predicts: Bool.random(using: &random)))
        case 3: return .latencyGoal(LatencyGoal(goal: max(1, nanoseconds)))
        default: return .fixed(.milliseconds(longest))
        }
    }
}
