internal import Synchronization

/// What has been counted of all HTTP/2 connections; for metrics.
package final class HTTP2Counters: Sendable {
    private let opened = Atomic<Int>(0)
    private let faults = HTTP2Fault.allCases.map { _ in FaultCount() }

    private final class FaultCount: Sendable {
        let value = Atomic<Int>(0)
    }

    package init() {}

    /// Connections that have spoken HTTP/2.
    package var connections: Int { opened.load(ordering: .relaxed) }

    package func count(of fault: HTTP2Fault) -> Int {
        faults[fault.rawValue].value.load(ordering: .relaxed)
    }

    func connectionOpened() { opened.wrappingAdd(1, ordering: .relaxed) }

    func add(_ fault: HTTP2Fault) {
        faults[fault.rawValue].value.wrappingAdd(1, ordering: .relaxed)
    }
}
