import SmugLoop

/// A batch that is invoked, by whom its requests are waited for.
struct InvokedBatch: Sendable {
    /// Its requests hold their route: no other gets the route's number until all of this is over.
    let batch: Batch<PendingRequest>
    let scope: InvocationScope
    let began: MonotonicTime
    let loop: EventLoop
}

/// Who is told once, on the batch's loop, what has come of it.
protocol InvocationObserver: AnyObject, Sendable {
    func invocationEnded(_ invoked: InvokedBatch, _ outcome: BatchOutcome, at now: MonotonicTime)
}

/// What invokes a batch's function.
protocol BatchInvoker: Sendable {
    /// Answers each request of a batch, but for those that it wants to try again.
    ///
    /// Called on the batch's loop, where `observer` is told of the end, later. What runs meanwhile
    /// is adopted by the batch's scope.
    func begin(_ invoked: consuming InvokedBatch, observer: any InvocationObserver)
}
