/// Holds up whoever waits until it is opened.
final class Gate: Sendable {
    private let opened = AsyncStream<Void>.makeStream()

    func open() { opened.continuation.finish() }

    func wait() async { for await _ in opened.stream {} }
}
