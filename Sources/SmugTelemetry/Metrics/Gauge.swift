internal import Synchronization

/// A number that rises and falls.
package final class Gauge: MetricCell {
    package static let kind = MetricKind.gauge
    private let current = Atomic<Int>(0)

    package init(_ definition: MetricDefinition) {}

    package func set(_ value: Int) {
        current.store(value, ordering: .relaxed)
    }

    /// Adds to the number, or takes from it, from any thread: one atomic instruction.
    package func add(_ amount: Int) {
        current.wrappingAdd(amount, ordering: .relaxed)
    }

    package var value: Int { current.load(ordering: .relaxed) }

    package func write(_ labels: [UInt8], to text: inout MetricText) {
        text.sample("", labels, .integer(value))
    }
}
