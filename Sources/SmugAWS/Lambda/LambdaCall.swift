internal import SmugHTTP
internal import SmugLoop

/// One call of a function, which becomes a task only where there is more to wait for than its
/// answer: credentials, a connection, or another try.
///
/// A task for each invocation would cost more than all that the invocation itself does here. Only
/// for its loop, but for ``cancel()``.
final class LambdaCall: PooledExchangeReceiver, Cancellable, @unchecked Sendable {
    typealias Outcome = Result<[UInt8], LambdaError>
    typealias End = @Sendable (consuming Outcome) -> Void

    private let invocation: LambdaInvocation
    private let client: LambdaClient
    private let deadline: MonotonicTime
    private let loop: EventLoop
    /// Let go with the end: it may hold who holds this call.
    private var end: End?
    private var isCancelled = false
    private var exchange: PooledExchange?
    private var task: Task<Void, Never>?
    /// What it was signed with, and when.
    private var signature: (credentials: Credentials, time: Int64)?

    init(
        _ invocation: consuming LambdaInvocation, of client: LambdaClient,
        until deadline: MonotonicTime, on loop: EventLoop, then end: @escaping End
    ) {
        self.invocation = invocation
        self.client = client
        self.deadline = deadline
        self.loop = loop
        self.end = end
    }

    func start() {
        guard let credentials = client.credentials.atHand() else { return runTask() }
        signature = (credentials, client.clock.now)
        do throws(LambdaError) {
            let begun = try client.currentLane().begin(
                invocation, with: credentials, until: deadline, to: self)
            guard let begun else { return runTask() }
            // It may be over: the connection was broken.
            if task == nil { exchange = begun }
        } catch {
            // Which finds the same, and tells it later.
            runTask()
        }
    }

    func receive(_ outcome: consuming Result<IncomingResponse, TransportError>) {
        exchange = nil
        guard let signature else { return }
        switch consume outcome {
        case .success(let response):
            if client.mayBeTaken(response, signedAt: signature.time) { return runTask() }
            client.noteRejection(response, of: signature.credentials)
            finish(client.outcome(response))
        case .failure(let error):
            // A kept connection that its server had closed, as servers do.
            if case .connectionLost(requestSent: false) = error.failure { return runTask() }
            finish(.failure(LambdaError(error)))
        }
    }

    private func finish(_ outcome: consuming Outcome) {
        let end = end
        self.end = nil
        task = nil
        end?(outcome)
    }

    /// Does it from the start, in what is left of its time: nothing has run yet.
    private func runTask() {
        let left = max(EventLoop.now.duration(to: deadline), .milliseconds(1))
        let task = Task(executorPreference: loop) { [self] in
            finish(await client.outcome(of: invocation, timeout: left))
        }
        self.task = task
        if isCancelled { task.cancel() }
    }

    func cancel() {
        loop.execute { [self] in
            isCancelled = true
            exchange?.cancel()
            task?.cancel()
        }
    }
}

extension LambdaClient {
    fileprivate func outcome(of invocation: LambdaInvocation, timeout: Duration) async
        -> LambdaCall.Outcome
    {
        do throws(LambdaError) {
            return .success(try await invoke(invocation, timeout: timeout).payload)
        } catch {
            return .failure(error)
        }
    }

    fileprivate func outcome(_ response: consuming IncomingResponse) -> LambdaCall.Outcome {
        do throws(LambdaError) {
            return .success(try answer(response).payload)
        } catch {
            return .failure(error)
        }
    }
}
