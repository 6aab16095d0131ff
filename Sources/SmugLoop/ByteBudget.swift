internal import Synchronization

/// What many channels may hold together.
///
/// The fuller it is, the less each may hold: no more than is still free (the dynamic thresholds of
/// switches that share a memory; Choudhury and Hahne, 1998). So whoever holds much has to wait
/// first, there is always something left for who comes new, and none can keep it all.
package final class ByteBudget: Sendable {
    /// What each channel may hold, however little is free.
    package static let ownBytes = 65_536

    private let limit: Atomic<Int>
    private let used = Atomic<Int>(0)

    package init(maxBytes: Int) {
        limit = Atomic(maxBytes)
    }

    /// May be lowered below what is held: then it shrinks as it is read.
    package var maxBytes: Int {
        get { limit.load(ordering: .relaxed) }
        set { limit.store(newValue, ordering: .relaxed) }
    }

    /// What is held now.
    package var bytes: Int { used.load(ordering: .relaxed) }

    /// Whether a channel that holds so much may hold so much more.
    func hasRoom(for count: Int, beside held: Int) -> Bool {
        let wanted = held + count
        return wanted <= Self.ownBytes || wanted <= maxBytes - (bytes + count)
    }

    func add(_ count: Int) {
        if count != 0 { used.wrappingAdd(count, ordering: .relaxed) }
    }
}
