internal import SmugLoop

/// What one environment tells its extensions, and which of them want to be told.
///
/// Extensions subscribe while the environment starts; what has happened by then they are told too.
/// Only for its loop.
final class EnvironmentTelemetry: @unchecked Sendable {
    /// What is kept for subscribers that come later.
    static let maxEarlyFacts = 1_000
    static let maxEarlyBytes = 262_144
    /// How long subscribers have to take the rest when the function's process is gone, before they
    /// are told of the end.
    static let flushTimeout = Duration.milliseconds(200)

    /// Why a subscription is refused, beside what is wrong with it.
    enum Refusal: Error {
        /// The environment has started.
        case closed
        /// The extension has subscribed to the other API.
        case otherAPI
    }

    private let function: TelemetryFact.Function
    private let loop: EventLoop
    private var life = TelemetryLife(started: EventLoop.now)
    private var early: [(fact: TelemetryFact, at: Int64)] = []
    private var earlyBytes = 0
    private var dropped = (records: 0, bytes: 0)
    private var isOpen = true
    /// By the extension's name.
    private var deliveries: [String: TelemetryDelivery] = [:]

    init(of function: TelemetryFact.Function, on loop: EventLoop) {
        self.function = function
        self.loop = loop
    }

    // MARK: - Subscribers

    func subscribe(_ name: String, _ subscription: TelemetrySubscription) throws(Refusal) {
        guard isOpen else { throw .closed }
        if let before = deliveries[name]?.subscription {
            guard before.api == subscription.api else { throw .otherAPI }
            guard before != subscription else { return }
            deliveries[name]?.close()
        }
        let delivery = TelemetryDelivery(subscription, on: loop)
        deliveries[name] = delivery
        for (fact, time) in early { delivery.tell(fact, at: time) }
        if dropped.records > 0 {
            delivery.tell(
                .logsDropped(records: dropped.records, bytes: dropped.bytes),
                at: EventLoop.wallClockMilliseconds)
        }
        tell(.subscription(name: name, subscription.api, subscription.sources))
    }

    /// Sends all that was told, and calls back when it was taken, or ``flushTimeout`` is over.
    func flush(then done: @escaping () -> Void) {
        guard !deliveries.isEmpty else { return done() }
        var open = deliveries.count
        var timer: TimerID?
        timer = loop.schedule(at: EventLoop.now.advanced(by: Self.flushTimeout)) {
            timer = nil
            done()
        }
        for delivery in deliveries.values {
            delivery.flush { [loop] in
                open -= 1
                guard open == 0, let last = timer else { return }
                timer = nil
                loop.cancel(last)
                done()
            }
        }
    }

    func close() {
        for delivery in deliveries.values { delivery.close() }
        deliveries = [:]
    }

    // MARK: - Facts

    func tell(_ fact: TelemetryFact) {
        guard isOpen || !deliveries.isEmpty else { return }
        let now = EventLoop.wallClockMilliseconds
        if isOpen { keep(fact, at: now) }
        for delivery in deliveries.values { delivery.tell(fact, at: now) }
    }

    private func keep(_ fact: TelemetryFact, at time: Int64) {
        let bytes = if case .line(_, let text) = fact { text.utf8.count } else { 0 }
        guard early.count < Self.maxEarlyFacts, earlyBytes + bytes <= Self.maxEarlyBytes else {
            dropped.records += 1
            dropped.bytes += bytes
            return
        }
        early.append((fact, time))
        earlyBytes += bytes
    }

    private func tell(_ facts: [TelemetryFact]) { for fact in facts { tell(fact) } }

    func started(instanceID: String) { tell(.initStart(function, instanceID: instanceID)) }

    func initFailed(errorType: String?) {
        let ending = TelemetryFact.Ending(status: .error, errorType: errorType)
        tell(life.initEnded(ending, at: EventLoop.now))
    }

    func runtimePolled() { tell(life.runtimePolled(at: EventLoop.now)) }

    /// The runtime is given an invocation; with the first the time to subscribe is over.
    func delivered(_ request: Invocation.Request, initDuration: Duration?) {
        isOpen = false
        early = []
        let name = TelemetryFact.InvocationName(
            requestID: request.requestID, trace: request.trace)
        tell(life.delivered(name, initDuration: initDuration, at: EventLoop.now))
    }

    func answered(_ ending: TelemetryFact.Ending, producedBytes: Int) {
        life.answered(ending, producedBytes: producedBytes)
    }

    func becameIdle(processID: Int32) {
        tell(
            life.becameIdle(
                at: EventLoop.now, memoryMegabytes: function.memoryMegabytes,
                usedMegabytes: { usedMegabytes(processID) }))
    }

    func lost(_ ending: TelemetryFact.Ending, processID: Int32) {
        tell(
            life.lost(
                ending, at: EventLoop.now, memoryMegabytes: function.memoryMegabytes,
                usedMegabytes: { usedMegabytes(processID) }))
    }

    /// Looked up for those alone who are told.
    private func usedMegabytes(_ processID: Int32) -> Int {
        deliveries.isEmpty ? 0 : MemoryUse.megabytes(ofProcess: processID)
    }
}
