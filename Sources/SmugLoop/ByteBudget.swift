internal import Synchronization

/// What many channels may hold together.
package final class ByteBudget: Sendable {
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

    func hasRoom(for count: Int) -> Bool { bytes + count <= maxBytes }

    func add(_ count: Int) {
        if count != 0 { used.wrappingAdd(count, ordering: .relaxed) }
    }
}
