import SmugLoop
import Synchronization

/// Drives the batching of a gateway: takes requests, keeps windows, starts invocations.
///
/// There is one for all loops, so that a key has one batch in the whole process: density is the
/// product. Decisions are made under its lock and performed outside it, on the loop of whoever
/// brought them about.
final class Batcher: Sendable {
    /// Invokes a batch and answers each of its requests.
    typealias Invoke = @Sendable (Batch<PendingRequest>) async -> InvocationEnd

    private struct State: Sendable {
        var machine: BatchMachine<PendingRequest>
        var whenIdle: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>
    private let invoke: Invoke

    init(machine: BatchMachine<PendingRequest>, invoke: @escaping Invoke) {
        state = Mutex(State(machine: machine))
        self.invoke = invoke
    }

    /// Has a request answered; returns by `deadline` at the latest.
    ///
    /// The calling task runs on `loop`. Its cancellation, like the deadline, takes the request out
    /// of its batch, if that has not left.
    func answer(
        to request: PendingRequest, key: BatchKey, before deadline: MonotonicTime,
        on loop: EventLoop
    ) async -> Answer {
        let timer = loop.schedule(at: deadline) { [self] in
            withdraw(request, key: key, .failure(.timedOut))
        }
        let answer = await withTaskCancellationHandler {
            await unsafe withUnsafeContinuation { continuation in
                guard unsafe request.wait(continuation) else { return }
                add(request, key: key, before: deadline, on: loop)
            }
        } onCancel: {
            withdraw(request, key: key, .failure(.clientLeft))
        }
        loop.cancel(timer)
        return answer
    }

    private func add(
        _ request: PendingRequest, key: BatchKey, before deadline: MonotonicTime,
        on loop: EventLoop
    ) {
        let now = EventLoop.now
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
        perform(step, key: key, on: loop)
    }

    /// Why a request of this key would be turned away at the moment.
    func refusal(of key: BatchKey) -> GatewayFault? {
        state.withLock { $0.machine.refusal(of: key) }.map { GatewayFault($0) }
    }

    private func withdraw(_ request: PendingRequest, key: BatchKey, _ answer: Answer) {
        guard request.answer(answer) else { return }
        _ = state.withLock { $0.machine.remove(request.identity, key: key) }
    }

    private func perform(
        _ step: BatchMachine<PendingRequest>.Step, key: BatchKey, on loop: EventLoop
    ) {
        if let timer = step.timer { wait(until: timer, key: key, on: loop) }
        for batch in step.refuse {
            for request in batch.items { request.answer(.failure(.overloaded)) }
        }
        for batch in step.invoke { start(batch, on: loop) }
    }

    private func wait(until end: MonotonicTime, key: BatchKey, on loop: EventLoop) {
        if end > EventLoop.now {
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
        perform(step, key: key, on: loop)
    }

    /// An invocation is a task of its own, which no caller's end takes with it: its other callers
    /// still wait.
    ///
    /// ``waitUntilIdle()`` is its scope.
    private func start(_ batch: Batch<PendingRequest>, on loop: EventLoop) {
        Task(executorPreference: loop) { [self] in
            var batch = batch
            // Who left between the batch's flush and now was too late to be taken out of it.
            batch.removeAll { $0.isAnswered }
            let end = batch.items.isEmpty ? InvocationEnd.failed : await invoke(batch)
            let (step, idle) = state.withLock { state in
                let step = state.machine.invocationEnded(
                    route: batch.key.route, round: batch.round, end)
                guard state.machine.running == 0 else {
                    return (step, [] as [CheckedContinuation<Void, Never>])
                }
                defer { state.whenIdle = [] }
                return (step, state.whenIdle)
            }
            perform(step, key: batch.key, on: loop)
            for waiter in idle { waiter.resume() }
        }
    }

    /// What `look` makes of the machine, which stands still meanwhile.
    func look<Result: Sendable>(
        _ look: (borrowing BatchMachine<PendingRequest>) -> Result
    ) -> Result {
        state.withLock { look($0.machine) }
    }

    /// Forgets what is remembered of keys without requests.
    func forgetIdleKeys() {
        let now = EventLoop.now
        state.withLock { $0.machine.forgetIdleKeys(at: now) }
    }

    /// Returns when no invocation runs.
    func waitUntilIdle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.machine.running > 0 { state.whenIdle.append(continuation) }
                return state.machine.running == 0
            }
            if isIdle { continuation.resume() }
        }
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
