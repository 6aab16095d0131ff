internal import Glibc

/// The terminal that a process was started from, if it was.
package struct ControllingTerminal: Sendable {
    private let wasThere: Bool

    package init() {
        wasThere = Self.isThere
    }

    /// Whether there was a terminal and it has gone: its window is closed, its connection has ended.
    package var hasHungUp: Bool { wasThere && !Self.isThere }

    /// `/dev/tty` cannot be opened by a process that has none.
    private static var isThere: Bool {
        let descriptor = unsafe open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }
}
