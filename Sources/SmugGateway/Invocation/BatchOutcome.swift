/// What came of an invocation, for whoever drives the batching.
struct BatchOutcome: Sendable {
    /// A part of the batch that is to be invoked again; its requests have no answer yet.
    struct Retry: Sendable {
        let batch: Batch<PendingRequest>
        let delay: Duration
    }

    let end: InvocationEnd
    let retries: [Retry]
    /// After how many nanoseconds the last of its answers has begun, where it did not end then.
    var answering: Int64?

    init(end: InvocationEnd, retries: [Retry] = []) {
        self.end = end
        self.retries = retries
    }

    init(end: InvocationEnd, _ decision: Retrier.Decision) {
        self.init(end: end, retries: decision.retries)
    }
}
