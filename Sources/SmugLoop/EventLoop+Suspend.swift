/// One task that waits for a callback of the loop: resumed exactly once, by whoever comes first.
@safe private final class Waiter<Value: Sendable>: @unchecked Sendable {
    var continuation: UnsafeContinuation<Value, any Error>?
    var withdraw: () -> Void = {}

    func resume(_ result: Result<Value, any Error>) {
        guard let continuation = unsafe continuation else { return }
        unsafe self.continuation = nil
        withdraw = {}
        unsafe continuation.resume(with: result)
    }

    func cancel() {
        let withdraw = withdraw
        resume(.failure(CancellationError()))
        withdraw()
    }
}

extension EventLoop {
    /// Suspends the calling task, which must run on this loop, until a callback resumes it.
    ///
    /// `start` begins the operation and returns what withdraws it. Cancellation of the task
    /// withdraws the operation and throws `CancellationError`; a callback that comes later than
    /// that is ignored.
    package func suspend<Value: Sendable>(
        _ start: (@escaping (Result<Value, any Error>) -> Void) throws -> () -> Void
    ) async throws -> Value {
        guard isCurrent else {
            preconditionFailure("a task waits on a loop that it does not run on")
        }
        try Task.checkCancellation()
        let waiter = Waiter<Value>()
        return try await withTaskCancellationHandler {
            // The waiter is what a checked continuation would be, once more.
            try await unsafe withUnsafeThrowingContinuation { continuation in
                unsafe waiter.continuation = continuation
                do {
                    let withdraw = try start { waiter.resume($0) }
                    if unsafe waiter.continuation != nil { waiter.withdraw = withdraw }
                } catch {
                    waiter.resume(.failure(error))
                }
            }
        } onCancel: {
            // A cancellation may come from any thread, and before the operation has begun: on the
            // loop it finds the waiter set up, or done.
            execute { waiter.cancel() }
        }
    }
}
