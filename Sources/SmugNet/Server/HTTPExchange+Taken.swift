internal import SmugLoop

/// For a handler that has taken an exchange: it has no task, and ends the exchange itself.
extension HTTPExchange {
    /// Sends a whole response and ends the exchange.
    package func finish(_ response: HTTPResponse) {
        precondition(!isAnswered, "an exchange that was taken is finished twice")
        if sendWhole(response) {
            end()
        } else {
            Task(executorPreference: loop) { [self] in
                await waitUntilTaken()
                end()
            }
        }
    }

    private func end() {
        let taker = taker
        self.taker = nil
        taker?.exchangeDidEnd()
        conclude()
    }

    /// Has a task answer, as ``HTTPHandler/handle(_:)`` does, and ends the exchange after it.
    ///
    /// The task is cancelled when the client leaves.
    package func finish(with answer: @escaping @Sendable () async -> Void) {
        taskAnswering = Task(executorPreference: loop) { [self] in
            await answer()
            taskAnswering = nil
            if isStreaming { abort() }
            end()
        }
    }

    /// Tells the handler that nobody waits for its answer; the carrier's to call.
    package func abandon() {
        guard !isAbandoned else { return }
        isAbandoned = true
        if let taskAnswering {
            taskAnswering.cancel()
        } else if !isAnswered {
            taker?.exchangeWasAbandoned()
        }
    }
}

/// Who has taken an exchange, and is told what becomes of it.
///
/// Calls come on the exchange's loop. The exchange holds it until its end.
package protocol HTTPExchangeTaker: AnyObject {
    /// The client has left before its answer; the exchange is still to be ended.
    func exchangeWasAbandoned()
    /// The system has taken the response, or the client is gone.
    func exchangeDidEnd()
}
