internal import SmugLoop

/// The signals that end a program, caught for as long as a scope lasts.
///
/// The first of them is waited for.
final class SignalTrap {
    /// What further ones do.
    enum Again {
        /// Whoever asks twice means it.
        case endsTheProcess
        case changesNothing
    }

    private let again: Again
    private var watchers: [SignalWatcher] = []
    private var isSprung = false
    private var waiter: CheckedContinuation<Void, Never>?

    private init(again: Again) { self.again = again }

    /// Catches signals while `body` runs, on the calling task's loop.
    static func with<Result>(
        _ signals: [ProcessSignal], on loop: EventLoop, again: Again = .endsTheProcess,
        _ body: (SignalTrap) async throws -> Result
    ) async throws -> Result {
        let trap = SignalTrap(again: again)
        defer { trap.close() }
        for signal in signals {
            trap.watchers.append(
                try SignalWatcher(signal, on: loop) { [unowned trap] in trap.caught(signal) })
        }
        return try await body(trap)
    }

    /// Returns when the first signal has come.
    func wait() async {
        guard !isSprung else { return }
        await withCheckedContinuation { waiter = $0 }
    }

    /// Does what the first signal does.
    func spring() {
        isSprung = true
        waiter?.resume()
        waiter = nil
    }

    private func caught(_ signal: ProcessSignal) {
        if isSprung, again == .endsTheProcess { ProcessEnvironment.exit(128 + signal.rawValue) }
        spring()
    }

    private func close() {
        for watcher in watchers { watcher.close() }
    }
}
