internal import SmugLoop

/// What there is to tell of an environment's life: each fact once, whatever way it ends.
struct TelemetryLife {
    private struct Running {
        let name: TelemetryFact.InvocationName
        let began: MonotonicTime
        let initDuration: Duration?
        /// How the runtime has answered; `nil` before it has.
        var ending: TelemetryFact.Ending?
        var producedBytes: Int?
        var isRuntimeDone = false
    }

    private let started: MonotonicTime
    private var isInitialised = false
    private var running: Running?

    init(started: MonotonicTime) { self.started = started }

    /// The runtime asks for work: it has started, or has done with an invocation.
    mutating func runtimePolled(at now: MonotonicTime) -> [TelemetryFact] {
        guard isInitialised else { return initEnded(TelemetryFact.Ending(), at: now) }
        return runtimeDone(TelemetryFact.Ending(), at: now)
    }

    mutating func initEnded(
        _ ending: TelemetryFact.Ending, at now: MonotonicTime
    ) -> [TelemetryFact] {
        guard !isInitialised else { return [] }
        isInitialised = true
        return [.initRuntimeDone(ending), .initReport(started.duration(to: now), ending)]
    }

    /// The runtime was given an invocation.
    mutating func delivered(
        _ name: TelemetryFact.InvocationName, initDuration: Duration?, at now: MonotonicTime
    ) -> [TelemetryFact] {
        running = Running(name: name, began: now, initDuration: initDuration)
        return [.start(name)]
    }

    /// The runtime has answered, and may still be busy with the invocation.
    mutating func answered(_ ending: TelemetryFact.Ending, producedBytes: Int) {
        running?.ending = ending
        running?.producedBytes = producedBytes
    }

    private mutating func runtimeDone(
        _ ending: TelemetryFact.Ending, at now: MonotonicTime
    ) -> [TelemetryFact] {
        guard let invocation = running, !invocation.isRuntimeDone else { return [] }
        running?.isRuntimeDone = true
        running?.ending = invocation.ending ?? ending
        return [
            .runtimeDone(
                invocation.name, invocation.ending ?? ending, invocation.began.duration(to: now),
                producedBytes: invocation.producedBytes)
        ]
    }

    /// The runtime and all extensions have done with the invocation.
    mutating func becameIdle(
        at now: MonotonicTime, memoryMegabytes: Int, usedMegabytes: () -> Int
    ) -> [TelemetryFact] {
        guard let invocation = running, invocation.isRuntimeDone else { return [] }
        running = nil
        let metrics = TelemetryFact.Metrics(
            duration: invocation.began.duration(to: now), initDuration: invocation.initDuration,
            memoryMegabytes: memoryMegabytes, usedMegabytes: usedMegabytes())
        return [
            .end(invocation.name),
            .report(invocation.name, invocation.ending ?? TelemetryFact.Ending(), metrics),
        ]
    }

    /// The process is gone, or is about to be ended.
    mutating func lost(
        _ ending: TelemetryFact.Ending, at now: MonotonicTime, memoryMegabytes: Int,
        usedMegabytes: () -> Int
    ) -> [TelemetryFact] {
        var facts = initEnded(ending, at: now)
        if let invocation = running, invocation.ending == nil {
            let id = String(decoding: invocation.name.requestID, as: UTF8.self)
            let reason =
                ending.status == .timeout
                ? "Task timed out" : "Process exited before completing request"
            facts.append(.fault("RequestId: \(id) \(reason)"))
        }
        facts += runtimeDone(ending, at: now)
        facts += becameIdle(
            at: now, memoryMegabytes: memoryMegabytes, usedMegabytes: usedMegabytes)
        return facts
    }
}
