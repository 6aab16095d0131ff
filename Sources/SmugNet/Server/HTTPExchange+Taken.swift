internal import SmugLoop

/// For a handler that has taken an exchange: it has no task, and ends the exchange itself.
extension HTTPExchange {
    /// Sends a whole response and ends the exchange.
    ///
    /// - Parameter done: called when the system has taken the response, or the client is gone.
    package func finish(_ response: HTTPResponse, then done: @escaping () -> Void) {
        precondition(!isAnswered, "an exchange that was taken is finished twice")
        onAbandon = nil
        if sendWhole(response) {
            done()
            conclude()
        } else {
            let end = Completion(body: done)
            Task(executorPreference: loop) { [self] in
                await waitUntilTaken()
                end.body()
                conclude()
            }
        }
    }

    /// Has a task answer, as ``HTTPHandler/handle(_:)`` does, and ends the exchange after it.
    ///
    /// The task is cancelled when the client leaves.
    package func finish(with answer: @escaping @Sendable () async -> Void) {
        let task = Task(executorPreference: loop) { [self] in
            await answer()
            onAbandon = nil
            if isStreaming { abort() }
            conclude()
        }
        onAbandon = { task.cancel() }
    }

    /// Tells the handler that nobody waits for its answer; the carrier's to call.
    package func abandon() {
        let onAbandon = onAbandon
        self.onAbandon = nil
        onAbandon?()
    }

    /// What stays on the loop, on its way through a task of the loop.
    private struct Completion: @unchecked Sendable {
        let body: () -> Void
    }
}
