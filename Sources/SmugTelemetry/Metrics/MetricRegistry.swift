internal import Synchronization

/// A metric as the registry knows it.
protocol MetricSource: AnyObject, Sendable {
    var definition: MetricDefinition { get }
    func collect(into text: inout MetricText)
    /// Forgets what nobody counts in any more, where more than half of the room for series is taken.
    func makeRoom()
}

/// Every metric of a program, to be declared once and read as a whole.
///
/// Metrics are declared while a program starts; a name that is taken is a programmer's error.
package final class MetricRegistry: Sendable {
    /// Series of one metric; what comes later is counted together, or left out where it is
    /// observed.
    package static let maxSeries = 10_000

    private let maxSeries: Int
    private let sources = Mutex<[any MetricSource]>([])

    package convenience init() {
        self.init(maxSeries: Self.maxSeries)
    }

    init(maxSeries: Int) {
        self.maxSeries = maxSeries
    }

    package func counters(_ name: String, _ help: String, labels: [String])
        -> MetricFamily<Counter>
    {
        family(MetricDefinition(.counter, name, help, labels: labels))
    }

    package func counter(_ name: String, _ help: String) -> Counter {
        counters(name, help, labels: []).series()
    }

    package func gauges(_ name: String, _ help: String, labels: [String]) -> MetricFamily<Gauge> {
        family(MetricDefinition(.gauge, name, help, labels: labels))
    }

    package func gauge(_ name: String, _ help: String) -> Gauge {
        gauges(name, help, labels: []).series()
    }

    package func histograms(
        _ name: String, _ help: String, labels: [String], _ buckets: HistogramBuckets
    ) -> MetricFamily<Histogram> {
        precondition(!labels.contains("le"), "\(name): le is the label of buckets")
        return family(
            MetricDefinition(.histogram, name, help, labels: labels, buckets: buckets))
    }

    package func histogram(_ name: String, _ help: String, _ buckets: HistogramBuckets)
        -> Histogram
    {
        histograms(name, help, labels: [], buckets).series()
    }

    /// A gauge whose values ``ObservedMetric/observe(_:)`` names the source of.
    package func observedGauge(_ name: String, _ help: String, labels: [String] = [])
        -> ObservedMetric
    {
        observed(MetricDefinition(.gauge, name, help, labels: labels))
    }

    /// A counter whose values ``ObservedMetric/observe(_:)`` names the source of.
    package func observedCounter(_ name: String, _ help: String, labels: [String] = [])
        -> ObservedMetric
    {
        observed(MetricDefinition(.counter, name, help, labels: labels))
    }

    /// What has been declared, in its order.
    package var definitions: [MetricDefinition] { sources.withLock { $0.map(\.definition) } }

    /// Every metric with its values, as text that Prometheus reads.
    package func text(_ format: MetricFormat = .prometheus) -> [UInt8] {
        var text = MetricText(format)
        for source in sources.withLock({ $0 }) {
            text.begin(source.definition)
            source.collect(into: &text)
        }
        text.end()
        return text.bytes
    }

    /// Makes room for series that are to come: of metrics that have taken more than half of theirs,
    /// those whose cells nobody holds any more are forgotten.
    package func makeRoom() {
        for source in sources.withLock({ $0 }) { source.makeRoom() }
    }

    private func family<Cell>(_ definition: MetricDefinition) -> MetricFamily<Cell> {
        let family = MetricFamily<Cell>(definition, maxSeries: maxSeries)
        add(family)
        return family
    }

    private func observed(_ definition: MetricDefinition) -> ObservedMetric {
        let metric = ObservedMetric(definition, maxSeries: maxSeries)
        add(metric)
        return metric
    }

    private func add(_ source: any MetricSource) {
        sources.withLock { sources in
            precondition(
                !sources.contains { $0.definition.name == source.definition.name },
                "the metric \(source.definition.name) is declared twice")
            sources.append(source)
        }
    }
}
