/// What came of an invocation, for whoever drives the batching.
struct BatchOutcome: Sendable {
    /// A part of the batch that is to be invoked again; its requests have no answer yet.
    struct Retry: Sendable {
        let batch: Batch<PendingRequest>
        let delay: Duration
    }

    let end: InvocationEnd
    let retry: Retry?

    init(end: InvocationEnd, retry: Retry? = nil) {
        self.end = end
        self.retry = retry
    }

    init(end: InvocationEnd, _ decision: Retrier.Decision) {
        self.end = end
        if case .retry(let retry) = decision { self.retry = retry } else { retry = nil }
    }
}
