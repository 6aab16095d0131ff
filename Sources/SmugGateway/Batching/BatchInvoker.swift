import SmugLoop

/// What invokes a batch's function.
protocol BatchInvoker: Sendable {
    /// Answers each request of a batch, but for those that it wants to try again.
    ///
    /// Called on `loop`, where `end` is told once, later. What runs meanwhile is adopted by `scope`.
    func begin(
        _ batch: Batch<PendingRequest>, in scope: InvocationScope, on loop: EventLoop,
        then end: @escaping @Sendable (BatchOutcome) -> Void)
}
