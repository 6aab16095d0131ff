internal import Synchronization

/// A metric whose values others hold: they are asked whenever somebody reads it.
package final class ObservedMetric: MetricSource {
    /// Reports each series: its label values, in the order of the labels, and its value.
    ///
    /// Called from whichever thread reads the metrics.
    package typealias Source = @Sendable (_ report: ([String], MetricValue) -> Void) -> Void

    package let definition: MetricDefinition
    private let maxSeries: Int
    private let source = Mutex<Source?>(nil)

    init(_ definition: MetricDefinition, maxSeries: Int) {
        self.definition = definition
        self.maxSeries = maxSeries
    }

    /// Has the values come from `source` from now on; until then the metric has none.
    package func observe(_ source: @escaping Source) {
        self.source.withLock { $0 = source }
    }

    /// The same for a metric without labels.
    package func observe(_ value: @escaping @Sendable () -> Int) {
        observe { report in report([], .integer(value())) }
    }

    /// The metric has no values from now on.
    package func forget() {
        source.withLock { $0 = nil }
    }

    /// It holds no series: whoever is observed names them each time.
    func makeRoom() {}

    func collect(into text: inout MetricText) {
        guard let source = source.withLock({ $0 }) else { return }
        let suffix: StaticString = definition.kind == .counter ? "_total" : ""
        var count = 0
        source { values, value in
            precondition(
                values.count == definition.labels.count,
                "\(definition.name): a value for each label")
            guard count < maxSeries else { return }
            count += 1
            text.sample(suffix, MetricText.labels(definition.labels, values), value)
        }
    }
}
