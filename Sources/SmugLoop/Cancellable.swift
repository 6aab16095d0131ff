/// Work under way that somebody may end early.
package protocol Cancellable: Sendable {
    /// Ends it, if it has not ended; from any thread.
    func cancel()
}

extension Task: Cancellable where Success == Void, Failure == Never {}
