/// What a metric is, as it is told to whoever reads it.
package struct MetricDefinition: Sendable {
    package let kind: MetricKind
    /// For a counter with its `_total`.
    package let name: String
    /// One sentence.
    package let help: String
    /// Names of its labels, in the order in which their values are given.
    package let labels: [String]
    /// Of a histogram.
    let buckets: HistogramBuckets?

    init(
        _ kind: MetricKind, _ name: String, _ help: String, labels: [String],
        buckets: HistogramBuckets? = nil
    ) {
        precondition(
            Self.isName(name) && labels.allSatisfy(Self.isName),
            "\(name) or its labels are no names")
        precondition(
            name.hasSuffix("_total") == (kind == .counter),
            "\(name): the names of counters end in _total, no others do")
        self.kind = kind
        self.name = name
        self.help = help
        self.labels = labels
        self.buckets = buckets
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(48...57).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
        }
    }
}

/// The kinds of metrics that there are here.
package enum MetricKind: String, Sendable {
    case counter
    case gauge
    case histogram
}
