internal import Synchronization

/// A stream's parts in one.
final class CollectedParts: Sendable {
    private let parts = Mutex<[UInt8]>([])

    var bytes: [UInt8] { parts.withLock { $0 } }

    func append(_ part: [UInt8]) { parts.withLock { $0 += part } }
}
