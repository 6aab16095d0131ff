/// What has become of work that its owner has left.
package enum WorkRemainder: Hashable, Sendable {
    /// It was done to its end.
    case done
    /// It does not go on: it never began, was refused, or is waited for no longer.
    case over
    /// It may go on where nobody sees its end.
    case unseen
}

/// Work under way that somebody may end early.
package protocol Cancellable: Sendable {
    /// Ends it, if it has not ended; from any thread.
    func cancel()

    /// Has `over` called once it is known what has become of what the work has set going
    /// elsewhere, which a cancellation may leave behind.
    ///
    /// On the work's loop, and once the work has ended there.
    func whenOver(_ over: @escaping @Sendable (WorkRemainder) -> Void)
}

extension Cancellable {
    package func whenOver(_ over: @escaping @Sendable (WorkRemainder) -> Void) { over(.unseen) }
}

extension Task: Cancellable where Success == Void, Failure == Never {}
