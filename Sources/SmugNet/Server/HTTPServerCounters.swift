internal import Synchronization

/// What a server has counted since it began; for metrics.
package final class HTTPServerCounters: Sendable {
    private let accepted = Atomic<Int>(0)
    private let refused = Atomic<Int>(0)
    private let malformedHeaders = Atomic<Int>(0)
    private let largeHeaders = Atomic<Int>(0)
    private let wrongChecksums = Atomic<Int>(0)
    private let lateHeaders = Atomic<Int>(0)

    /// Connections that were taken.
    package var acceptedConnections: Int { accepted.load(ordering: .relaxed) }
    /// Connections that were closed at once, for there were as many as may be.
    package var refusedConnections: Int { refused.load(ordering: .relaxed) }

    /// Connections that did not begin with a proxy's header as they have to, by the reason.
    package func refusedProxyHeaders(_ reason: ProxyHeader.Refusal) -> Int {
        switch reason {
        case .malformed: malformedHeaders.load(ordering: .relaxed)
        case .tooLarge: largeHeaders.load(ordering: .relaxed)
        case .checksum: wrongChecksums.load(ordering: .relaxed)
        case .timeout: lateHeaders.load(ordering: .relaxed)
        }
    }

    func proxyHeaderRefused(_ reason: ProxyHeader.Refusal) {
        switch reason {
        case .malformed: malformedHeaders.wrappingAdd(1, ordering: .relaxed)
        case .tooLarge: largeHeaders.wrappingAdd(1, ordering: .relaxed)
        case .checksum: wrongChecksums.wrappingAdd(1, ordering: .relaxed)
        case .timeout: lateHeaders.wrappingAdd(1, ordering: .relaxed)
        }
    }

    func connectionAccepted() { accepted.wrappingAdd(1, ordering: .relaxed) }
    func connectionRefused() { refused.wrappingAdd(1, ordering: .relaxed) }
}
