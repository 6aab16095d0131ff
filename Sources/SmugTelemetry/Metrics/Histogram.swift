internal import Synchronization

/// How often values fell into which bucket, and their sum.
package final class Histogram: MetricCell {
    package static let kind = MetricKind.histogram
    private let buckets: HistogramBuckets
    /// The last one that is used counts what is above every bound.
    private let counts: [24 of Atomic<Int>]
    private let sum = Atomic<Int>(0)

    package init(_ definition: MetricDefinition) {
        buckets = definition.buckets ?? .counts
        counts = InlineArray { _ in Atomic(0) }
    }

    /// Takes in a value, in the unit of ``HistogramBuckets``, from any thread: a short search and
    /// two atomic instructions.
    package func record(_ value: Int) {
        counts[buckets.index(of: value)].wrappingAdd(1, ordering: .relaxed)
        sum.wrappingAdd(value, ordering: .relaxed)
    }

    /// How many values were taken in.
    package var count: Int {
        (0...buckets.bounds.count).reduce(0) { $0 + counts[$1].load(ordering: .relaxed) }
    }

    package func write(_ labels: [UInt8], to text: inout MetricText) {
        // The buckets are read one by one while others count: the total is the sum of what was
        // read, so that a reader finds them in agreement.
        var cumulative = 0
        for (index, bound) in buckets.bounds.enumerated() {
            cumulative += counts[index].load(ordering: .relaxed)
            text.bucket(labels, upTo: Double(bound) / buckets.scale, cumulative)
        }
        cumulative += counts[buckets.bounds.count].load(ordering: .relaxed)
        text.bucket(labels, upTo: .infinity, cumulative)
        let total = Double(sum.load(ordering: .relaxed)) / buckets.scale
        text.sample("_sum", labels, .double(total))
        text.sample("_count", labels, .integer(cumulative))
    }
}
