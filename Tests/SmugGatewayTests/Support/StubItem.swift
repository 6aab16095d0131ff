import SmugLoop

@testable import SmugGateway

/// A request as the machines see it.
struct StubItem: BatchItem, Hashable {
    let identity: UInt64
    var byteCount = 10

    init(_ identity: UInt64, bytes: Int = 10) {
        self.identity = identity
        byteCount = bytes
    }
}

extension Batch {
    var identities: [UInt64] { items.map(\.identity) }
}

extension MonotonicTime {
    /// A point of a virtual clock.
    static func at(_ milliseconds: Int) -> MonotonicTime {
        MonotonicTime(nanoseconds: UInt64(milliseconds) * 1_000_000)
    }
}
