@unsafe @preconcurrency internal import Glibc

/// The process's standard output and error output, written to without a buffer.
package enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Writes all of the bytes; what cannot be written is dropped, and returned.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(rawValue, $0.baseAddress, $0.count)
            }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                // Somebody has made the descriptor non-blocking: wait until it takes more.
                var entry = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
                unsafe poll(&entry, 1, 1000)
            } else if errno != EINTR {
                return rest
            }
        }
        return rest
    }

    /// Writes all of the bytes.
    ///
    /// - Throws: why some of them could not be written.
    package func writeAll(_ bytes: [UInt8]) throws(LoopError) {
        errno = 0
        guard !write(bytes).isEmpty else { return }
        throw LoopError(errno: errno, call: "write")
    }

    /// Gives those that are closed a place that takes everything: else what is opened next has
    /// their number, and gets what is written to them.
    package static func fillGaps() {
        for number in 0...error.rawValue where fcntl(number, F_GETFD) == -1 {
            unsafe _ = open("/dev/null", O_RDWR)
        }
    }

    /// Has `print` write each line when it is whole.
    ///
    /// The C library gathers what goes into a pipe: a log would get it late, or never.
    package static func writeWholeLines() { unsafe setvbuf(stdout, nil, _IOLBF, 0) }

    package func write(_ text: String) { _ = write(Array(text.utf8)) }

    /// Whether a person looks at it.
    package var isTerminal: Bool { isatty(rawValue) == 1 }
}
