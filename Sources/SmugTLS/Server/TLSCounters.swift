internal import Synchronization

/// What a server has counted of its handshakes, and of connections that it cut off, since it began; for metrics.
package final class TLSCounters: Sendable {
    /// Handshakes that were done, by version and by whether a session was resumed.
    package struct Kind: Hashable, Sendable {
        package let version: TLSVersion
        package let isResumed: Bool
    }

    private struct Counts {
        var done: [Kind: Int] = [:]
        var failed: [TLSFault.Reason: Int] = [:]
        var untaken = 0
    }

    private let counts = Mutex(Counts())

    package init() {}

    package var done: [Kind: Int] { counts.withLock { $0.done } }
    package var failed: [TLSFault.Reason: Int] { counts.withLock { $0.failed } }

    /// Connections whose clients had TLS answer and took none of it, up to the limit.
    package var untaken: Int { counts.withLock { $0.untaken } }

    func succeeded(_ version: TLSVersion, isResumed: Bool) {
        let kind = Kind(version: version, isResumed: isResumed)
        counts.withLock { $0.done[kind, default: 0] += 1 }
    }

    func failed(_ reason: TLSFault.Reason) {
        counts.withLock { $0.failed[reason, default: 0] += 1 }
    }

    func leftUntaken() { counts.withLock { $0.untaken += 1 } }
}
