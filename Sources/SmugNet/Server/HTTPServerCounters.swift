internal import Synchronization

/// What a server has counted since it began; for metrics.
package final class HTTPServerCounters: Sendable {
    private let accepted = Atomic<Int>(0)
    private let refused = Atomic<Int>(0)

    /// Connections that were taken.
    package var acceptedConnections: Int { accepted.load(ordering: .relaxed) }
    /// Connections that were closed at once, for there were as many as may be.
    package var refusedConnections: Int { refused.load(ordering: .relaxed) }

    func connectionAccepted() { accepted.wrappingAdd(1, ordering: .relaxed) }
    func connectionRefused() { refused.wrappingAdd(1, ordering: .relaxed) }
}
