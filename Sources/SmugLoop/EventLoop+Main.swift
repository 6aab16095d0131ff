extension EventLoop {
    /// Runs `body` on a new loop on the calling thread and returns when it does.
    ///
    /// The way into a program: nothing else, no pool of the runtime, is started for it.
    package static func run<Result: Sendable>(
        _ body: @escaping @Sendable (EventLoop) async throws -> Result
    ) throws -> Result {
        let loop = try EventLoop()
        let outcome = Outcome<Result>()
        Task(executorPreference: loop) {
            do {
                outcome.result = .success(try await body(loop))
            } catch {
                outcome.result = .failure(error)
            }
            loop.stop()
        }
        loop.run()
        guard let result = outcome.result else {
            preconditionFailure("the loop ended before its first task")
        }
        return try result.get()
    }
}

/// Written by a task on the loop, read when the loop has ended.
private final class Outcome<Value: Sendable>: @unchecked Sendable {
    var result: Result<Value, any Error>?
}
