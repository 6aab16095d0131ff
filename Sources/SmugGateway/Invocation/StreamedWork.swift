import SmugAWS
import SmugLoop

/// A streamed invocation under way, and its function where everybody has left it.
struct StreamedWork: Cancellable {
    let task: Task<Void, Never>
    let dropped: DroppedAnswer

    func cancel() { task.cancel() }

    func whenOver(_ over: @escaping @Sendable (WorkRemainder) -> Void) {
        dropped.whenKnown(over)
    }
}
