import SmugAWS
import SmugLoop

/// A streamed invocation under way, and its function where everybody has left it.
struct StreamedWork: Cancellable {
    let task: Task<Void, Never>
    let dropped: DroppedAnswer
    /// When the last of its requests has no more time for its answer to begin: so long a function
    /// that nobody sees is taken to run.
    let deadline: MonotonicTime
    let loop: EventLoop

    func cancel() { task.cancel() }

    func whenOver(_ over: @escaping @Sendable () -> Void) {
        dropped.whenKnown { [deadline, loop] run in
            switch run {
            case .over: over()
            case .unseen: _ = loop.schedule(at: deadline, over)
            }
        }
    }
}
