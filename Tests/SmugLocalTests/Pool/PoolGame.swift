import TestSupport

@testable import SmugLocal

/// A pool with a driver that does what it is told, checks it, and picks facts at random.
struct PoolGame {
    private enum State: Hashable { case starting, idle, busy(Int), returning }

    private var pool: EnvironmentPool<Int>
    private let limit: Int
    private var environments: [EnvironmentID: State] = [:]
    private(set) var invocations = 0
    /// How often each invocation was told an outcome.
    private(set) var outcomes: [Int: Int] = [:]
    private(set) var faults: [String] = []

    init(limit: Int) {
        self.limit = limit
        pool = EnvironmentPool(limit: limit)
    }

    mutating func play(using random: inout SplitMix64) {
        let known = environments.keys.sorted { $0.serial < $1.serial }
        guard let one = known.randomElement(using: &random),
            Int.random(in: 0..<3, using: &random) > 0
        else {
            invocations += 1
            return perform(pool.arrived(invocations, mayWait: Bool.random(using: &random)))
        }
        let isLost = Int.random(in: 0..<8, using: &random) == 0
        switch environments[one] {
        case _ where isLost: perform(pool.lost(one))
        case .starting, .returning:
            environments[one] = .idle
            perform(pool.polled(one))
        case .busy:
            environments[one] = .returning
            perform(pool.answered(one))
        case .idle:
            environments[one] = .returning
            perform(pool.withdrew(one))
        case nil: break
        }
    }

    mutating func end() {
        for invocation in pool.stopped() { tell(invocation) }
    }

    private mutating func perform(_ action: EnvironmentPool<Int>.Action) {
        switch action {
        case .none: break
        case .start(let id): start(id)
        case .deliver(let invocation, let id):
            if environments[id] != .idle { faults.append("\(id) was not idle") }
            environments[id] = .busy(invocation)
        case .throttle(let invocation):
            if environments.count < limit { faults.append("throttled below the limit") }
            tell(invocation)
        case .answer(let invocation): tell(invocation)
        case .end(let id, let failing, let starting):
            if environments.removeValue(forKey: id) == nil { faults.append("ended twice") }
            if let failing { tell(failing) }
            if let starting { start(starting) }
        }
        if pool.count != environments.count { faults.append("lost count") }
    }

    private mutating func start(_ id: EnvironmentID) {
        environments[id] = .starting
        if environments.count > limit { faults.append("over the limit") }
    }

    private mutating func tell(_ invocation: Int) { outcomes[invocation, default: 0] += 1 }
}
