internal import SmugLoop

/// Signals as something to wait for.
enum Signals {
    /// Returns when the process gets one of these; their usual effect is off meanwhile.
    ///
    /// The second of them ends the process at once: whoever asks twice means it.
    static func first(of signals: [ProcessSignal], on loop: EventLoop) async {
        var watchers: [SignalWatcher] = []
        await withCheckedContinuation { continuation in
            let once = Once { continuation.resume() }
            for signal in signals {
                let watcher = try? SignalWatcher(signal, on: loop) {
                    if !once.run() { ProcessEnvironment.exit(128 + signal.rawValue) }
                }
                if let watcher { watchers.append(watcher) }
            }
        }
        // Left open on purpose: a second signal must find them.
        unsafe kept = watchers
    }

    nonisolated(unsafe) private static var kept: [SignalWatcher] = []
}

/// Something that happens the first time only.
private final class Once {
    private var body: (() -> Void)?

    init(_ body: @escaping () -> Void) { self.body = body }

    /// Whether this was the first time.
    func run() -> Bool {
        guard let body else { return false }
        self.body = nil
        body()
        return true
    }
}
