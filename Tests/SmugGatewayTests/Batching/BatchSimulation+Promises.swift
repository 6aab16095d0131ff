import SmugLoop

@testable import SmugGateway

/// What must hold whatever happens.
extension BatchSimulation {
    func checkLimits() throws {
        guard machine.running == running else {
            throw Broken(description: "\(machine.running) run by its count, not \(running)")
        }
        guard running <= maxRunning else { throw Broken(description: "too many invocations run") }
        for (route, policy) in policies.enumerated() {
            guard runningByRoute[route] <= policy.maxRunning ?? .max else {
                throw Broken(description: "too many invocations of route \(route) run")
            }
        }
        guard machine.waitingBatches <= maxWaiting else {
            throw Broken(description: "too many batches wait")
        }
        guard machine.keyCount <= maxKeys else {
            throw Broken(description: "too many keys are known")
        }
        guard machine.ladder.functionLimits(at: now).allSatisfy({ (1...maxRunning).contains($0) })
        else {
            throw Broken(description: "a function's limit is out of range")
        }
    }

    /// Whoever is past the end of any window it can be in waits for a place in the ladder.
    func checkWaiting() throws {
        for identity in waiting {
            guard let request = requests[identity] else { continue }
            let policy = policies[request.key.route]
            let latest = request.arrival.advanced(by: policy.longestWindow)
            guard latest > now || isBlocked(request.key.route) else {
                throw Broken(description: "\(identity) waits for nothing")
            }
        }
    }

    /// No key is passed over more often than functions, routes and keys could take turns before it,
    /// while nothing but the limit of all invocations holds it back.
    mutating func checkShare(of key: BatchKey, _ cause: Event) throws {
        guard case .end = cause else { return }
        passedOver[key] = 0
        var hasTurn: Set<BatchKey> = []
        for identity in waiting {
            guard let request = requests[identity], request.key != key else { continue }
            let latest = request.arrival.advanced(by: policies[request.key.route].longestWindow)
            if latest < now, !isHeldBack(request.key.route) { hasTurn.insert(request.key) }
        }
        passedOver = passedOver.filter { hasTurn.contains($0.key) }
        for other in hasTurn {
            passedOver[other, default: 0] += 1
            guard passedOver[other, default: 0] < 2 * policies.count * keysSeen.count else {
                throw Broken(description: "a key was passed over \(passedOver[other] ?? 0) times")
            }
            longestWait = max(longestWait, passedOver[other, default: 0])
        }
    }

    func checkLeaving(_ batch: Batch<StubItem>, _ cause: Event) throws {
        let policy = policies[batch.key.route]
        guard !batch.items.isEmpty, batch.items.count <= policy.maxItems else {
            throw Broken(description: "a batch of \(batch.items.count) requests")
        }
        let bytes = batch.items.reduce(-1) { $0 + $1.byteCount + 1 }
        guard bytes <= policy.maxBytes else {
            throw Broken(description: "a batch of \(bytes) bytes")
        }
        guard batch.items.allSatisfy({ requests[$0.identity]?.key ?? batch.key == batch.key })
        else { throw Broken(description: "two keys share a batch") }
        try checkTime(of: batch, cause)
    }

    /// With a fixed window a batch that its window sends leaves exactly at its end.
    private func checkTime(of batch: Batch<StubItem>, _ cause: Event) throws {
        let policy = policies[batch.key.route]
        guard case .fixed(let window) = policy.window, !policy.idleFastPath,
            policy.preferredSizes.isEmpty
        else { return }
        let end = batch.began.advanced(by: window)
        switch cause {
        case .window:
            guard now == end || hasDrained && now < end else {
                throw Broken(description: "a window ended \(end.duration(to: now)) late")
            }
        case .arrival:
            guard now <= end else {
                throw Broken(description: "an arrival sent a batch whose window was over")
            }
        case .end, .again, .removal, .sweep, .drain, .growth: break
        }
    }

    /// Where there is room nobody gathers on.
    func checkDrained() throws {
        var left: BatchKey?
        machine.keys.forEach(in: 0..<machine.keys.slotCount) { key, state in
            let hasRoom = machine.waitingBatches < maxWaiting || !isBlocked(key.route)
            if hasRoom, !state.gatherer.items.isEmpty { left = key }
        }
        if let left { throw Broken(description: "a drain leaves behind what gathers of \(left)") }
    }

    /// When nothing is left to happen nobody waits and nothing is remembered.
    mutating func checkEnd() throws {
        guard machine.running == 0, machine.waitingBatches == 0 else {
            throw Broken(description: "\(machine.waitingBatches) batches wait for ever")
        }
        guard waiting.isEmpty else {
            throw Broken(description: "never answered: \(waiting.sorted())")
        }
        guard waitingByKey.values.allSatisfy({ $0 == 0 }) else {
            throw Broken(description: "the model itself is off")
        }
        machine.forgetIdleKeys(at: .distantFuture)
        guard machine.keyCount == 0 else {
            throw Broken(description: "\(machine.keyCount) keys are never forgotten")
        }
    }
}
