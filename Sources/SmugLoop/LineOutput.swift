internal import CUV
@unsafe @preconcurrency internal import Glibc
internal import Synchronization

/// Lines into a pipe or a socket whose reader may stop reading: it is waited for a moment, and until
/// it reads on lines are dropped rather than waited with.
///
/// Whoever collects a log and hangs would hold up the whole program. The descriptor is left as it
/// is, for to be non-blocking it would be for all who have it; what is neither a pipe nor a socket
/// is written to as ever.
package final class LineOutput: Sendable {
    private enum Kind { case pipe, socket, other }

    private struct State {
        /// Whether the reader was waited for in vain and has not read on since.
        var isStuck = false
        /// What is to come of a line that is begun.
        var unfinished: [UInt8] = []
    }

    private let descriptor: Int32
    private let kind: Kind
    private let patience: Duration
    private let state = Mutex(State())

    package init(
        _ descriptor: Int32 = StandardStream.output.rawValue, patience: Duration = .seconds(1)
    ) {
        self.descriptor = descriptor
        self.patience = patience
        var status = stat()
        let mode = unsafe fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
        kind = mode == S_IFIFO ? .pipe : mode == S_IFSOCK ? .socket : .other
    }

    /// Writes whole lines.
    ///
    /// - Returns: how many were dropped.
    package func write(_ lines: [UInt8]) -> Int {
        state.withLock { state in
            let bytes = state.unfinished.isEmpty ? lines : state.unfinished + lines
            var isBegun = !state.unfinished.isEmpty
            var rest = bytes[...]
            let end = EventLoop.now.advanced(by: state.isStuck ? .zero : patience)
            while !rest.isEmpty {
                let written = writeSome(rest)
                if written > 0 {
                    rest = rest.dropFirst(written)
                    isBegun = bytes[rest.startIndex - 1] != UInt8(ascii: "\n")
                } else if errno == EAGAIN {
                    let left = kind == .other ? .seconds(1) : EventLoop.now.duration(to: end)
                    guard left >= .milliseconds(1) else { break }
                    _ = isReady(within: left)
                } else if errno != EINTR {
                    state.unfinished = []
                    return Self.count(rest)
                }
            }
            state.isStuck = !rest.isEmpty
            let begun = isBegun ? rest.prefix { $0 != UInt8(ascii: "\n") } : []
            state.unfinished = Array(rest.prefix(isBegun ? begun.count + 1 : 0))
            return Self.count(rest.dropFirst(state.unfinished.count))
        }
    }

    private static func count(_ lines: ArraySlice<UInt8>) -> Int {
        lines.count { $0 == UInt8(ascii: "\n") }
    }

    /// What `write` gives; never waits for a pipe or a socket.
    private func writeSome(_ bytes: ArraySlice<UInt8>) -> Int {
        unsafe bytes.withUnsafeBytes { bytes in
            switch kind {
            case .other: unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            case .socket:
                unsafe send(
                    descriptor, bytes.baseAddress, bytes.count,
                    Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
            case .pipe:
                unsafe writeToPipe(bytes)
            }
        }
    }

    /// Linux's `F_GETPIPE_SZ`, which no header tells Swift of.
    private static let getPipeSize: Int32 = 1032

    /// A pipe that is empty takes what it holds, and one that is ready `PIPE_BUF` (pipe(7)).
    private func writeToPipe(_ bytes: UnsafeRawBufferPointer) -> Int {
        var waiting: Int32 = 0
        let isEmpty = unsafe ioctl(descriptor, UInt(FIONREAD), &waiting) == 0 && waiting == 0
        guard isEmpty || isReady(within: .zero) else {
            errno = EAGAIN
            return -1
        }
        // It may hold less than most do: a user with a thousand of them gets small ones.
        let room = isEmpty ? max(Int(fcntl(descriptor, Self.getPipeSize)), 4096) : 4096
        return unsafe Glibc.write(descriptor, bytes.baseAddress, min(bytes.count, room))
    }

    private func isReady(within time: Duration) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&entry, 1, Int32(time / .milliseconds(1))) > 0
    }
}
