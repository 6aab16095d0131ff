/// Work under way that somebody may end early.
package protocol Cancellable: Sendable {
    /// Ends it, if it has not ended; from any thread.
    func cancel()

    /// Has `over` called once what the work has set going elsewhere has ended too, which a
    /// cancellation may leave behind.
    ///
    /// On the work's loop, and once the work has ended there. Where nobody can know, `over` is
    /// never called.
    func whenOver(_ over: @escaping @Sendable () -> Void)
}

extension Cancellable {
    package func whenOver(_ over: @escaping @Sendable () -> Void) {}
}

extension Task: Cancellable where Success == Void, Failure == Never {}
