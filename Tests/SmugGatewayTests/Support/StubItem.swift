import SmugLoop

@testable import SmugGateway

/// A request as the machines see it.
struct StubItem: BatchItem, Hashable {
    let identity: UInt64
    var byteCount = 10
    var deadline = MonotonicTime.distantFuture

    init(_ identity: UInt64, bytes: Int = 10, deadline: MonotonicTime = .distantFuture) {
        self.identity = identity
        byteCount = bytes
        self.deadline = deadline
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
