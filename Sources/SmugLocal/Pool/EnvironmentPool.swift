/// Decides which environment of a function serves which invocation.
///
/// An environment is a process that serves one invocation at a time, as in Lambda. An invocation
/// takes an idle one; else it waits for one that is on its way to ask for work, if nobody else
/// waits for that; else another is started, up to the limit; beyond it the invocation is throttled
/// at once, or, if it may wait, queued. Invocations that wait are served in the order in which they
/// came by whichever environment asks first. Each fact returns the one action that follows from it.
struct EnvironmentPool<Invocation> {
    /// What the driver must do.
    enum Action {
        case none
        /// Start a process; it will ask for work.
        case start(EnvironmentID)
        /// Give the invocation to the environment, which waits for one.
        case deliver(Invocation, to: EnvironmentID)
        /// Refuse the invocation: all environments are busy.
        case throttle(Invocation)
        /// Pass on what the environment has answered.
        case answer(Invocation)
        /// End the environment's process if it still runs, fail the invocation that is lost with
        /// it, and start the environment that somebody still waits for.
        case end(EnvironmentID, failing: Invocation?, starting: EnvironmentID?)
    }

    private enum Phase {
        /// Started, and has not asked for work yet.
        case starting
        /// Has answered, or lost its place in the line, and will ask for work again.
        case returning
        case idle
        case busy(Invocation)

        var isComing: Bool {
            switch self {
            case .starting, .returning: true
            case .idle, .busy: false
            }
        }
    }

    private struct Environment {
        let serial: Int
        var phase: Phase
    }

    /// Invocations that wait for any environment, because they need no answer, at most.
    static var maxQueued: Int { 10_000 }

    let limit: Int
    private(set) var count = 0
    private var environments: [Environment?]
    private var serial = 0
    /// The last one was idle last: it is warm, and the others may grow old.
    private var idle: [Int] = []
    /// Environments that will ask for work without more ado.
    private var coming = 0
    /// Invocations that count on one of those; never more than there are.
    private var claims: [Invocation] = []
    private var queue: [Invocation] = []

    init(limit: Int) {
        self.limit = limit
        environments = Array(repeating: nil, count: limit)
    }

    // MARK: - Facts

    /// An invocation came in.
    mutating func arrived(_ invocation: Invocation, mayWait: Bool = false) -> Action {
        if let slot = idle.popLast(), let environment = environments[slot] {
            environments[slot]?.phase = .busy(invocation)
            return .deliver(
                invocation, to: EnvironmentID(slot: slot, serial: environment.serial))
        }
        if claims.count < coming {
            claims.append(invocation)
            return .none
        }
        if let id = start() {
            claims.append(invocation)
            return .start(id)
        }
        guard mayWait, queue.count < Self.maxQueued else { return .throttle(invocation) }
        queue.append(invocation)
        return .none
    }

    /// An environment asks for work.
    mutating func polled(_ id: EnvironmentID) -> Action {
        guard let phase = phase(of: id), phase.isComing else { return .none }
        coming -= 1
        let next =
            !claims.isEmpty ? claims.removeFirst() : queue.isEmpty ? nil : queue.removeFirst()
        guard let next else {
            environments[id.slot]?.phase = .idle
            idle.append(id.slot)
            return .none
        }
        environments[id.slot]?.phase = .busy(next)
        return .deliver(next, to: id)
    }

    /// An environment that had asked for work does so no more, and is still there.
    mutating func withdrew(_ id: EnvironmentID) -> Action {
        guard case .idle = phase(of: id) else { return .none }
        idle.removeAll { $0 == id.slot }
        environments[id.slot]?.phase = .returning
        coming += 1
        return .none
    }

    /// An environment has answered its invocation, well or with an error.
    mutating func answered(_ id: EnvironmentID) -> Action {
        guard case .busy(let invocation) = phase(of: id) else { return .none }
        environments[id.slot]?.phase = .returning
        coming += 1
        return .answer(invocation)
    }

    /// An environment is lost: its process has ended, or could not start, or took too long.
    ///
    /// One that never asked for work fails whoever has waited longest: it may have been started
    /// for somebody else, but trying again and again would hide what is wrong with it.
    mutating func lost(_ id: EnvironmentID) -> Action {
        guard let phase = phase(of: id) else { return .none }
        environments[id.slot] = nil
        count -= 1
        var failing: Invocation?
        switch phase {
        case .busy(let invocation): failing = invocation
        case .idle: idle.removeAll { $0 == id.slot }
        case .starting:
            coming -= 1
            if !claims.isEmpty { failing = claims.removeFirst() }
        case .returning: coming -= 1
        }
        return .end(id, failing: failing, starting: startForWaiting())
    }

    /// Everything ends; all environments are forgotten.
    ///
    /// - Returns: the invocations that will have no answer.
    mutating func stopped() -> [Invocation] {
        let busy = environments.compactMap { environment -> Invocation? in
            guard case .busy(let invocation) = environment?.phase else { return nil }
            return invocation
        }
        let all = busy + claims + queue
        environments = Array(repeating: nil, count: limit)
        idle = []
        (count, coming) = (0, 0)
        (claims, queue) = ([], [])
        return all
    }

    // MARK: - The rules

    private func phase(of id: EnvironmentID) -> Phase? {
        guard let environment = environments[id.slot], environment.serial == id.serial else {
            return nil
        }
        return environment.phase
    }

    private mutating func start() -> EnvironmentID? {
        guard count < limit, let slot = environments.firstIndex(where: { $0 == nil }) else {
            return nil
        }
        serial += 1
        environments[slot] = Environment(serial: serial, phase: .starting)
        count += 1
        coming += 1
        return EnvironmentID(slot: slot, serial: serial)
    }

    /// At most one is needed: only one place has become free.
    private mutating func startForWaiting() -> EnvironmentID? {
        if claims.count > coming { return start() }
        guard !queue.isEmpty, let id = start() else { return nil }
        claims.append(queue.removeFirst())
        return id
    }
}

extension EnvironmentPool.Action: Equatable where Invocation: Equatable {}
extension EnvironmentPool.Action: Sendable where Invocation: Sendable {}
