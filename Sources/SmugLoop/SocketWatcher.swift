internal import CUV

/// Watches a socket that another library owns, such as libcurl's.
package final class SocketWatcher {
    /// What the socket is ready for, or what is waited for.
    package struct Readiness: OptionSet, Sendable {
        package let rawValue: Int32
        package init(rawValue: Int32) { self.rawValue = rawValue }

        package static let readable = Readiness(rawValue: Int32(UV_READABLE.rawValue))
        package static let writable = Readiness(rawValue: Int32(UV_WRITABLE.rawValue))
    }

    private let handle: LoopHandle
    /// The socket's readiness; an error of the socket is told as ready for everything.
    private let body: (Readiness) -> Void

    package init(socket: Int32, on loop: EventLoop, _ body: @escaping (Readiness) -> Void)
        throws(LoopError)
    {
        self.body = body
        handle = LoopHandle(on: loop, type: UV_POLL)
        try handle.initialized(
            "uv_poll_init",
            unsafe uv_poll_init(loop.loop, handle.pointer(as: uv_poll_t.self), socket))
        handle.setOwner(self)
    }

    /// Replaces what is waited for.
    package func wait(for readiness: Readiness) {
        guard !handle.isClosing else { return }
        unsafe uv_poll_start(handle.pointer(as: uv_poll_t.self), readiness.rawValue) {
            handle, status, events in
            let watcher = unsafe LoopHandle.owner(handle?.pointee.data, as: SocketWatcher.self)
            watcher.body(status < 0 ? [.readable, .writable] : Readiness(rawValue: events))
        }
    }

    /// Stops watching; the socket stays open.
    ///
    /// The watcher lives until the loop has let go of it.
    package func close() {
        if !handle.isClosing { unsafe uv_poll_stop(handle.pointer(as: uv_poll_t.self)) }
        handle.close()
    }
}
