internal import Synchronization

/// A number that only grows, until the process ends.
package final class Counter: MetricCell {
    package static let kind = MetricKind.counter
    private let total = Atomic<Int>(0)

    package init() {}
    package convenience init(_ definition: MetricDefinition) { self.init() }

    /// Adds to the number, from any thread: one atomic instruction.
    package func add(_ amount: Int = 1) {
        total.wrappingAdd(amount, ordering: .relaxed)
    }

    package var value: Int { total.load(ordering: .relaxed) }

    package func write(_ labels: [UInt8], to text: inout MetricText) {
        text.sample("_total", labels, .integer(value))
    }
}
