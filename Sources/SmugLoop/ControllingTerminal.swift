internal import Glibc

/// The terminal that a process was started from, if it was.
package struct ControllingTerminal: Sendable {
    private let wasThere: Bool
    private let isOutlived: Bool

    package init() {
        wasThere = Self.isThere
        isOutlived = SignalWatcher.isIgnored(.hangup)
    }

    /// Whether there was a terminal and it has gone: its window is closed, its connection has ended.
    ///
    /// Not for a process that was started to outlive it, with `nohup`.
    package var hasHungUp: Bool { wasThere && !isOutlived && !Self.isThere }

    /// `/dev/tty` cannot be opened by a process that has none.
    private static var isThere: Bool {
        let descriptor = unsafe open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }
}
