internal import Synchronization
package import SmugLoop

/// Credentials that are always good: kept, renewed ahead of their expiry, one refresh at a time for
/// any number of callers on any loop.
package final class CredentialsSource: Sendable {
    /// What is worth a line in the log.
    package enum Event: Sendable {
        /// New ones are in use; seconds since 1970 at which they expire.
        case renewed(accessKeyID: String, expiration: Int64?)
        /// The old ones serve on while there are any; the text holds no secret.
        case renewalFailed(String, servesOn: Bool)
    }

    /// Calls that wait for one refresh; more fail at once.
    package static let maxWaiters = 65_536

    private struct State {
        var refresh = CredentialsRefresh()
        var waiters: [UInt64: CheckedContinuation<Answer, Never>] = [:]
        var nextTicket: UInt64 = 0
        /// How many refreshes have ended, and with what the last one did.
        var finished = 0
        var lastAnswer: Answer?
        var task: Task<Void, Never>?
        var isClosed = false
    }

    private typealias Answer = Result<Credentials, CredentialsError>

    /// What a caller holds that is going to wait.
    private struct Ticket {
        let id: UInt64
        let finished: Int
    }

    private let chain: CredentialsChain
    private let loop: EventLoop
    private let report: @Sendable (Event) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - loop: where the chain is asked.
    ///   - report: called on that loop.
    package init(
        _ chain: CredentialsChain, on loop: EventLoop,
        report: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.chain = chain
        self.loop = loop
        self.report = report
    }

    /// Credentials that are good for the next minute, as far as can be known.
    ///
    /// - Throws: also `cancelled`, where the caller is.
    package func current() async throws(CredentialsError) -> Credentials {
        let (decision, ticket) = decide()
        if let credentials = follow(decision) { return credentials }
        if case .fail(let error) = decision { throw error }
        return try await wait(ticket).get()
    }

    /// The same where nothing must be waited for, else `nil`.
    ///
    /// What must be waited for has been begun then.
    ///
    /// - Parameter now: as well as the caller's loop knows it, without asking a clock.
    func atHand(at now: MonotonicTime) -> Credentials? { follow(decide(at: now).decision) }

    /// Starts the refresh that was decided on; returns what serves without waiting for it.
    private func follow(_ decision: CredentialsRefresh.Decision) -> Credentials? {
        switch decision {
        case .use(let credentials): return credentials
        case .useAndRefresh(let credentials):
            startRefresh()
            return credentials
        case .refreshAndWait:
            startRefresh()
            return nil
        case .wait, .fail: return nil
        }
    }

    private func decide(
        at now: MonotonicTime = EventLoop.now
    ) -> (decision: CredentialsRefresh.Decision, ticket: Ticket) {
        state.withLock { state in
            state.nextTicket += 1
            let ticket = Ticket(id: state.nextTicket, finished: state.finished)
            let decision =
                state.isClosed ? .fail(Self.closed) : state.refresh.requested(at: Self.moment(now))
            return (decision, ticket)
        }
    }

    /// Tells that AWS refused these: the next caller gets others, if there are any.
    package func rejected(_ credentials: Credentials) {
        state.withLock { $0.refresh.rejected(credentials) }
    }

    /// Ends a refresh that is under way, and returns when it has; callers that wait get an error.
    package func close() async {
        let (task, waiters) = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [:] }
            return (state.task, Array(state.waiters.values))
        }
        task?.cancel()
        for waiter in waiters { waiter.resume(returning: .failure(Self.closed)) }
        await task?.value
    }

    private func wait(_ ticket: Ticket) async -> Answer {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let early = state.withLock { Self.park(continuation, ticket, &$0) }
                if let early { continuation.resume(returning: early) }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: ticket.id) }
            waiter?.resume(returning: .failure(Self.cancelled))
        }
    }

    /// - Returns: the answer, where there is nothing to wait for.
    private static func park(
        _ continuation: CheckedContinuation<Answer, Never>, _ ticket: Ticket, _ state: inout State
    ) -> Answer? {
        if state.isClosed { return .failure(closed) }
        // A cancellation that came before this has found nobody.
        if Task.isCancelled { return .failure(cancelled) }
        // The refresh may have ended since it was decided to wait for it.
        if state.finished != ticket.finished, let answer = state.lastAnswer { return answer }
        guard state.waiters.count < maxWaiters else {
            return .failure(
                CredentialsError(.unavailable, "\(maxWaiters) calls wait for credentials already"))
        }
        state.waiters[ticket.id] = continuation
        return nil
    }

    private func startRefresh() {
        let task = Task(executorPreference: loop) {
            do throws(CredentialsError) {
                self.finish(.success(try await self.chain.credentials()))
            } catch {
                self.finish(.failure(error))
            }
        }
        let isClosed = state.withLock { state in
            // One that is done already has left its mark.
            if state.refresh.isRefreshing { state.task = task }
            return state.isClosed
        }
        if isClosed { task.cancel() }
    }

    private func finish(_ outcome: Answer) {
        let random = UInt64.random(in: 0 ... .max)
        let (answer, waiters) = state.withLock { state in
            defer {
                state.waiters = [:]
                state.task = nil
            }
            let answer =
                switch outcome {
                case .success(let credentials):
                    state.refresh.succeeded(with: credentials, at: Self.now, random: random)
                case .failure(let error):
                    state.refresh.failed(with: error, at: Self.now, random: random)
                }
            state.finished += 1
            state.lastAnswer = answer
            return (answer, Array(state.waiters.values))
        }
        for waiter in waiters { waiter.resume(returning: answer) }
        tell(outcome, answer)
    }

    private func tell(_ outcome: Answer, _ answer: Answer) {
        switch (outcome, answer) {
        case (.success(let new), .success):
            report(.renewed(accessKeyID: new.accessKeyID, expiration: new.expiration))
        case (.failure(let error), .success):
            report(.renewalFailed(error.message, servesOn: true))
        case (_, .failure(let error)): report(.renewalFailed(error.message, servesOn: false))
        }
    }

    private static var now: CredentialsRefresh.Moment { moment(EventLoop.now) }

    private static func moment(_ now: MonotonicTime) -> CredentialsRefresh.Moment {
        CredentialsRefresh.Moment(wallClock: EventLoop.wallClockSeconds, monotonic: now)
    }

    private static let closed = CredentialsError(.unavailable, "the program is ending")
    private static let cancelled = CredentialsError(.unavailable, "the caller was cancelled")
}
