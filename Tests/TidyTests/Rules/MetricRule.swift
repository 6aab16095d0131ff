/// Every metric that the gateway declares stands in its document, and no other.
enum MetricRule {
    static let document = "docs/metrics.md"
    static let declarations = "Sources/SmugGateway/Administration/Metrics/"
    /// What a metric is declared with; its name is the first argument.
    static let declaring = [
        "counter(", "counters(", "gauge(", "gauges(", "histogram(", "histograms(",
        "observedGauge(", "observedCounter(",
    ]

    /// Judges the declarations against the document's text.
    static func findings(in sources: [SwiftSource], documented document: String) -> [Finding] {
        let documented = MarkdownTable.names(in: document).filter { isMetric($0.key) }
        var declared: Set<String> = []
        var findings: [Finding] = []
        for source in sources {
            for literal in source.literals where isDeclaration(literal, in: source) {
                declared.insert(literal.value)
                guard documented[literal.value] == nil else { continue }
                findings.append(
                    Finding(
                        path: source.path, line: literal.line,
                        what: "the metric \(literal.value) is not documented",
                        remedy: "Give it a row in \(Self.document)"))
            }
        }
        for (name, line) in documented where !declared.contains(name) {
            findings.append(
                Finding(
                    path: Self.document, line: line, what: "no metric is called \(name)",
                    remedy: "Take the row out, or correct its name"))
        }
        return findings.sorted { ($0.path, $0.line) < ($1.path, $1.line) }
    }

    private static func isDeclaration(_ literal: SwiftSource.Literal, in source: SwiftSource)
        -> Bool
    {
        let before = source.code[..<literal.offset].reversed().drop { byte in
            byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n")
        }
        return declaring.contains { before.starts(with: $0.utf8.reversed()) }
    }

    private static func isMetric(_ name: String) -> Bool {
        name.hasPrefix("smug_") || name.hasPrefix("process_")
    }
}
