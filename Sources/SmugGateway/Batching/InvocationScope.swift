import SmugLoop
import Synchronization

/// One invocation while it runs, and how many wait for something of it.
///
/// When the last of them leaves, it is cancelled.
final class InvocationScope: Sendable {
    private struct State {
        /// One for the batch itself, until all of its requests are on board.
        var waiting = 1
        var work: (any Cancellable)?
        var isDropped = false
    }

    private let state = Mutex(State())

    /// Whether everybody left before it ended.
    var isDropped: Bool { state.withLock { $0.isDropped } }

    /// Has this cancelled when nobody waits any more, in place of what was adopted before.
    func adopt(_ work: any Cancellable) {
        let isDropped = state.withLock { state in
            state.work = work
            return state.isDropped
        }
        if isDropped { work.cancel() }
    }

    /// Lets go of what it would cancel, and so of the payload: the invocation has ended, and its
    /// requests may know of this for as long as their clients take to read.
    ///
    /// - Returns: what has run, and may have left its function running where it was cancelled.
    @discardableResult
    func end() -> (any Cancellable)? {
        state.withLock { exchange(&$0.work, with: nil) }
    }

    /// Takes those of a batch on board that still wait; the others leave it.
    func board(_ batch: inout Batch<PendingRequest>) {
        // Counted first: as soon as a request knows of this, another thread may have it leave, and
        // that must not look like the last of them.
        let count = batch.items.count
        state.withLock { $0.waiting += count }
        batch.removeAll { request in
            if request.board(self) { return false }
            state.withLock { $0.waiting -= 1 }
            return true
        }
        left()
    }

    /// One that waited has all that it waited for.
    func served() {
        state.withLock { $0.waiting -= 1 }
    }

    /// One that waited has left without.
    func left() {
        let work = state.withLock { state -> (any Cancellable)? in
            state.waiting -= 1
            guard state.waiting == 0 else { return nil }
            state.isDropped = true
            return state.work
        }
        work?.cancel()
    }
}
