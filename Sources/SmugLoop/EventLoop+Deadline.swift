extension EventLoop {
    /// Runs `body` in a task of this loop, and cancels it where it is not done by a time.
    ///
    /// To be called on the loop. It returns when `body` does: what does not heed its cancellation is
    /// waited for.
    ///
    /// - Throws: what `body` throws; in place of its `CancellationError` at that time, a `LoopError`
    ///   with ``LoopError/isOfDeadline``.
    package func run<Result: Sendable>(
        until deadline: MonotonicTime, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let task = Task(executorPreference: self) { try await body() }
        var isLate = false
        let timer = schedule(at: deadline) {
            isLate = true
            task.cancel()
        }
        defer { cancel(timer) }
        do {
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch is CancellationError where isLate {
            throw LoopError(
                .timedOut, call: LoopError.deadlineCall, message: "it was not done in time")
        }
    }
}

extension LoopError {
    fileprivate static let deadlineCall = "wait"

    /// Whether a deadline of the caller's own has ended the wait, and not the system.
    package var isOfDeadline: Bool { code == .timedOut && call == Self.deadlineCall }
}
