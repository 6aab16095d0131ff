extension EventLoop {
    /// Runs `body` in a task of this loop; from any thread.
    ///
    /// Who is on the loop already runs it at once. The caller's cancellation is passed on.
    package func onLoop<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result)
        async throws -> Result
    {
        if isCurrent { return try await body() }
        let task = Task(executorPreference: self) { try await body() }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
