import SmugAWS
import SmugLoop
import Synchronization

/// Decides for a whole gateway which failed invocations are tried again.
final class Retrier: Sendable {
    /// What is to become of a batch that failed.
    enum Decision: Sendable {
        /// Its failure is its answer.
        case giveUp
        /// It might have been tried again, but there have been too many retries of late.
        case withheld
        /// These of its requests are tried again, in one batch or, where it was too large, in two.
        case retry([BatchOutcome.Retry])
        /// Lambda has not taken the batch because of its size: its halves are invoked at once.
        case split([BatchOutcome.Retry])

        var retries: [BatchOutcome.Retry] {
            switch self {
            case .giveUp, .withheld: []
            case .retry(let retries), .split(let retries): retries
            }
        }
    }

    private let budget: Mutex<RetryBudget>

    init(percent: Int) {
        budget = Mutex(RetryBudget(percent: percent, at: EventLoop.now))
    }

    /// Has invocations earn another part of a token from now on.
    func adopt(percent: Int) {
        budget.withLock { $0.setPercent(percent) }
    }

    /// Tokens that are left.
    var tokens: Int { Int(budget.withLock(\.tokens)) }

    /// Counts an invocation that was asked for and is no retry.
    func invoked() {
        budget.withLock { $0.invoked() }
    }

    func decide(
        _ batch: Batch<PendingRequest>, of route: Route, after error: LambdaError,
        at now: MonotonicTime
    ) -> Decision {
        // It has not run, and in two parts it may fit: that is no retry, and needs no policy.
        if error.code == .payloadTooLarge {
            var waiting = batch
            waiting.removeAll(where: \.isAnswered)
            guard waiting.items.count > 1 else { return .giveUp }
            return .split(waiting.halves().map { .init(batch: $0, delay: .zero) })
        }
        guard let policy = route.retries, policy.allows(error, after: batch.retries) else {
            return .giveUp
        }
        var random = SystemRandomNumberGenerator()
        let delay = policy.delay(
            after: batch.retries, retryAfter: error.retryAfterSeconds.map { .seconds($0) },
            using: &random)
        let again = now.advanced(by: delay)
        var batch = batch
        batch.retries += 1
        // Whoever would have timed out by then has its answer now.
        batch.removeAll { request in
            let deadline = request.arrival.advanced(byNanoseconds: route.timeoutNanoseconds)
            return !request.mayRetry || request.isAnswered || deadline <= again
        }
        guard !batch.items.isEmpty else { return .giveUp }
        guard budget.withLock({ $0.take(at: now) }) else { return .withheld }
        // Together their answers would be too large again.
        let parts = error.isAnswerTooLarge ? batch.halves() : [batch]
        return .retry(parts.map { .init(batch: $0, delay: delay) })
    }
}

extension LambdaError {
    /// Whether the function ran, and what it answered is more than Lambda passes on.
    fileprivate var isAnswerTooLarge: Bool {
        guard case .functionFailed(let failure) = code else { return false }
        return failure.errorType == "Function.ResponseSizeTooLarge"
    }
}
