import SmugLoop
import Synchronization

/// Drives the batching of a gateway: takes requests, keeps windows, starts invocations.
///
/// There is one for all loops, so that a key has one batch in the whole process: density is the
/// product. Decisions are made under its lock and performed outside it, on the loop of whoever
/// brought them about.
final class Batcher: Sendable {
    fileprivate struct State: Sendable {
        var machine: BatchMachine<PendingRequest>
        /// Invocations that were dropped and whose place is still taken, by a request of each.
        var held: [UInt64: HeldPlace] = [:]
        /// Batches that wait for their next try.
        var delayed = 0
        var whenIdle: [CheckedContinuation<Void, Never>] = []

        var isIdle: Bool { machine.running == held.count && delayed == 0 }
    }

    /// The place of an invocation that was dropped, of whose batch nothing else is kept.
    fileprivate struct HeldPlace: Sendable {
        let routeIndex: Int
        /// Who has this number as long as it is counted by.
        let route: Route
        let round: Int
        let began: MonotonicTime
        let size: Int
    }

    private let state: Mutex<State>
    private let invoker: any BatchInvoker

    init(machine: BatchMachine<PendingRequest>, invoker: any BatchInvoker) {
        state = Mutex(State(machine: machine))
        self.invoker = invoker
    }

    /// Has a request answered, at `deadline` at the latest.
    ///
    /// Called on `loop`, where `receiver` is told too: once, perhaps before this returns. At the
    /// deadline it is asked to do its work, which is to call ``timeIsUp(for:key:)``.
    func submit(
        _ request: PendingRequest, key: BatchKey, at now: MonotonicTime = EventLoop.now,
        before deadline: MonotonicTime, on loop: EventLoop, to receiver: any AnswerReceiver
    ) {
        let timer = loop.schedule(at: deadline, receiver)
        let waiter = AnswerWaiter(receiver: receiver, loop: loop, timer: timer)
        guard request.wait(waiter, until: deadline) else { return }
        add(request, key: key, at: now, before: deadline, on: loop)
    }

    /// Ends a request's wait.
    func timeIsUp(for request: PendingRequest, key: BatchKey) {
        withdraw(request, key: key, .failure(.timedOut))
    }

    /// Takes a request out of its batch, if that has not left, since its client has; from any
    /// thread.
    func clientLeft(_ request: PendingRequest, key: BatchKey) {
        withdraw(request, key: key, .failure(.clientLeft))
    }

    /// Has a request answered, for a task on `loop`, whose cancellation means that the client has
    /// left.
    func answer(
        to request: PendingRequest, key: BatchKey, before deadline: MonotonicTime,
        on loop: EventLoop
    ) async -> Answer {
        await withTaskCancellationHandler {
            await unsafe withUnsafeContinuation { continuation in
                submit(
                    request, key: key, before: deadline, on: loop,
                    to: unsafe AnswerContinuation(continuation) { [self] in
                        timeIsUp(for: request, key: key)
                    })
            }
        } onCancel: {
            clientLeft(request, key: key)
        }
    }

    private func add(
        _ request: PendingRequest, key: BatchKey, at now: MonotonicTime,
        before deadline: MonotonicTime, on loop: EventLoop
    ) {
        guard now < deadline else {
            request.answer(.failure(.timedOut))
            return
        }
        typealias Machine = BatchMachine<PendingRequest>
        let (step, refusal) = state.withLock { state -> (Machine.Step, Machine.Refusal?) in
            // A cancellation from another thread answers first and then takes out: where it has
            // looked for the request already, nobody would take it out any more.
            guard !request.isAnswered else { return (Machine.Step(), nil) }
            if let step = state.machine.add(request, key: key, at: now) { return (step, nil) }
            return (Machine.Step(), state.machine.refusal(of: key) ?? .queueFull)
        }
        if let refusal { request.answer(.failure(GatewayFault(refusal))) }
        perform(step, key: key, at: now, on: loop)
    }

    /// Why a request of this key would be turned away at the moment.
    func refusal(of key: BatchKey) -> GatewayFault? {
        state.withLock { $0.machine.refusal(of: key) }.map { GatewayFault($0) }
    }

    private func withdraw(_ request: PendingRequest, key: BatchKey, _ answer: Answer) {
        guard request.answer(answer) else { return }
        let isOut = state.withLock { $0.machine.remove(request.identity, key: key) }
        if !isOut { request.scope?.left() }
    }

    private func perform(
        _ step: consuming BatchMachine<PendingRequest>.Step, key: BatchKey, at now: MonotonicTime,
        on loop: EventLoop
    ) {
        if let timer = step.timer { wait(until: timer, key: key, at: now, on: loop) }
        carryOut(step, on: loop)
    }

    /// All of a step but for its timer, which is a key's.
    private func carryOut(
        _ step: consuming BatchMachine<PendingRequest>.Step, on loop: EventLoop
    ) {
        for batch in step.refuse {
            for request in batch.items { request.answer(.failure(.overloaded)) }
        }
        for request in step.late { request.answer(.failure(.noTimeLeft)) }
        if let time = step.growth {
            _ = loop.schedule(at: time) { [self] in
                let now = EventLoop.now
                carryOut(state.withLock { $0.machine.limitsGrew(at: now) }, on: loop)
            }
        }
        start(step.invoke, on: loop)
    }

    private func wait(
        until end: MonotonicTime, key: BatchKey, at now: MonotonicTime, on loop: EventLoop
    ) {
        if end > now {
            _ = loop.schedule(at: end) { [self] in endWindow(of: key, on: loop) }
        } else {
            // Behind the requests that this turn of the loop has read: without a wait they share
            // an invocation all the same.
            loop.execute { [self] in endWindow(of: key, on: loop) }
        }
    }

    private func endWindow(of key: BatchKey, on loop: EventLoop) {
        let now = EventLoop.now
        let step = state.withLock { $0.machine.windowEnded(key: key, at: now) }
        perform(step, key: key, at: now, on: loop)
    }

    /// Has batches invoked at the end of this turn of the loop, where batches that end at once, one
    /// after the other, do not nest.
    ///
    /// ``waitUntilIdle()`` is the scope of all invocations.
    private func start(_ batches: [Batch<PendingRequest>], on loop: EventLoop) {
        for batch in batches {
            loop.executeLast { [self] in begin(batch, on: loop) }
        }
    }

    private func begin(_ batch: consuming Batch<PendingRequest>, on loop: EventLoop) {
        let scope = InvocationScope()
        let now = EventLoop.now
        // Its number is another route's as soon as nobody holds it, and is counted by until the end.
        let route = batch.items.first?.route
        // Who left between the batch's flush and now was too late to be taken out of it.
        scope.board(&batch)
        let isEmpty = batch.items.isEmpty
        let invoked = InvokedBatch(batch: batch, scope: scope, began: now, loop: loop)
        guard !isEmpty else {
            ended(invoked, BatchOutcome(end: .failed), at: now)
            return withExtendedLifetime(route) {}
        }
        invoker.begin(invoked, observer: self)
    }

    private func ended(_ invoked: InvokedBatch, _ outcome: BatchOutcome, at now: MonotonicTime) {
        let (batch, loop) = (invoked.batch, invoked.loop)
        let (step, idle) = state.withLock { state in
            state.delayed += outcome.retries.count
            if outcome.end == .served {
                state.machine.invocationTook(
                    now.nanosecondsSince(invoked.began), answering: outcome.answering,
                    size: batch.items.count, route: batch.key.route)
            }
            let step = state.machine.invocationEnded(
                route: batch.key.route, round: batch.round, outcome.end, at: now)
            return (step, state.takeWaiters())
        }
        perform(step, key: batch.key, at: now, on: loop)
        for waiter in idle { waiter.resume() }
        for retry in outcome.retries {
            _ = loop.schedule(at: now.advanced(by: retry.delay)) { [self] in
                tryAgain(retry.batch, on: loop)
            }
        }
    }

    /// Keeps the place of an invocation that was dropped until its function has ended, also beyond
    /// its requests' time: whoever asks and leaves, or times out, again and again must not have
    /// more of it run at a time than may.
    private func hold(_ invoked: InvokedBatch, of work: any Cancellable) {
        let first = invoked.batch.items[0]
        let (id, loop, deadline) = (first.identity, invoked.loop, invoked.batch.deadline)
        let place = HeldPlace(
            routeIndex: invoked.batch.key.route, route: first.route, round: invoked.batch.round,
            began: invoked.began, size: invoked.batch.items.count)
        let idle = state.withLock { state in
            state.held[id] = place
            return state.takeWaiters()
        }
        work.whenOver { [self] remainder in
            switch remainder {
            case .done: release(id, .served, on: loop)
            case .over: release(id, .failed, on: loop)
            case .unseen:
                // Taken to run for as long as it was waited for.
                _ = loop.schedule(at: deadline) { [self] in release(id, .failed, on: loop) }
            }
        }
        for waiter in idle { waiter.resume() }
    }

    /// Gives the place of a dropped invocation to who waits for one, once.
    private func release(_ id: UInt64, _ end: InvocationEnd, on loop: EventLoop) {
        let now = EventLoop.now
        let (place, step) = state.withLock { state in
            let place = state.held.removeValue(forKey: id)
            return (place, place.map { state.machine.ended($0, end, at: now) } ?? .init())
        }
        carryOut(step, on: loop)
        withExtendedLifetime(place) {}
    }

    /// A batch that waits for its next try takes no place among those that run: it would hold it
    /// against others for nothing.
    private func tryAgain(_ batch: Batch<PendingRequest>, on loop: EventLoop) {
        let now = EventLoop.now
        let (step, idle) = state.withLock { state in
            state.delayed -= 1
            var batch = batch
            // Within the lock, for whoever is answered later will be looked for in the machine.
            batch.removeAll { $0.isAnswered }
            let step =
                batch.items.isEmpty
                ? BatchMachine<PendingRequest>.Step() : state.machine.addAgain(batch, at: now)
            return (step, state.takeWaiters())
        }
        perform(step, key: batch.key, at: now, on: loop)
        for waiter in idle { waiter.resume() }
    }

    /// What `look` makes of the machine, which stands still meanwhile.
    func look<Result: Sendable>(
        _ look: (borrowing BatchMachine<PendingRequest>) -> Result
    ) -> Result {
        state.withLock { look($0.machine) }
    }

    /// Every key that is known, for a thread of its own.
    ///
    /// Requests wait for some of them at a time, not for all: one that comes or goes meanwhile may
    /// be missing, or there twice.
    func keyObservations() -> [KeyObservation] {
        var observations: [KeyObservation] = []
        var start = 0
        while let some = look({ $0.keyObservations(from: start, slots: Self.observedSlots) }) {
            observations += some
            start += Self.observedSlots
        }
        return observations
    }

    /// So many take well below a millisecond.
    private static let observedSlots = 256

    /// Goes on under a manifest's settings; what gathers, waits and runs stays as it is.
    func adopt(_ manifest: Manifest, _ routes: ManifestRoutes, on loop: EventLoop) {
        let now = EventLoop.now
        let step = state.withLock { state in
            state.machine.adopt(
                routes: routes.new.map { route in
                    .init(index: route.index, function: route.functionNumber, policy: route.policy)
                }, newFunctions: routes.newFunctions,
                maxRunning: manifest.limits.maxInflightInvocations,
                maxWaiting: manifest.limits.maxPendingInvocations,
                maxKeys: manifest.limits.maxBatchKeys,
                idleTime: .milliseconds(manifest.timeouts.idleKeyMilliseconds), at: now)
        }
        carryOut(step, on: loop)
    }

    /// Has all that gathers leave: who could still come is refused.
    func drain(on loop: EventLoop) {
        let now = EventLoop.now
        let step = state.withLock { $0.machine.drain(at: now) }
        carryOut(step, on: loop)
    }

    /// Forgets what is remembered of keys without requests.
    func forgetIdleKeys() {
        let now = EventLoop.now
        state.withLock { $0.machine.forgetIdleKeys(at: now) }
    }

    /// Returns when no invocation runs that has not been dropped, nor will be tried again.
    func waitUntilIdle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if !state.isIdle { state.whenIdle.append(continuation) }
                return state.isIdle
            }
            if isIdle { continuation.resume() }
        }
    }
}

extension Batcher: InvocationObserver {
    func invocationEnded(_ invoked: InvokedBatch, _ outcome: BatchOutcome, at now: MonotonicTime) {
        let work = invoked.scope.end()
        // Else it is known that nothing runs on; and nobody is left to try again for.
        guard outcome.end == .failed, invoked.scope.isDropped, let work else {
            return ended(invoked, outcome, at: now)
        }
        hold(invoked, of: work)
    }
}

extension BatchMachine<PendingRequest> {
    /// Gives a place back whose batch is gone.
    fileprivate mutating func ended(
        _ place: Batcher.HeldPlace, _ end: InvocationEnd, at now: MonotonicTime
    ) -> Step {
        if end == .served {
            invocationTook(
                now.nanosecondsSince(place.began), size: place.size, route: place.routeIndex)
        }
        return invocationEnded(route: place.routeIndex, round: place.round, end, at: now)
    }
}

extension GatewayFault {
    fileprivate init(_ refusal: BatchMachine<PendingRequest>.Refusal) {
        self =
            switch refusal {
            case .queueFull: .queueFull
            case .tooManyKeys: .tooManyKeys
            }
    }
}

extension Batcher.State {
    /// Those who wait for the end of all invocations, if that is now.
    fileprivate mutating func takeWaiters() -> [CheckedContinuation<Void, Never>] {
        guard isIdle else { return [] }
        defer { whenIdle = [] }
        return whenIdle
    }
}
