import SmugTelemetry

extension MetricFormat {
    /// The format that a scraper wants most, from its `Accept` (RFC 9110, section 12.5.1).
    ///
    /// Prometheus' own where it wants both the same, or says nothing that is known.
    init(accept: String) {
        var openMetrics = 0.0
        var prometheus = 0.0
        for range in accept.lowercased().split(separator: ",") {
            let parts = range.split(separator: ";").map(Self.trimmed)
            let quality =
                parts.dropFirst().first { $0.hasPrefix("q=") }
                .map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            switch parts.first {
            case "application/openmetrics-text":
                let version = parts.first { $0.hasPrefix("version=") }
                let isKnown = version == nil || version == "version=1.0.0"
                if isKnown { openMetrics = max(openMetrics, quality) }
            case "text/plain", "text/*", "*/*": prometheus = max(prometheus, quality)
            default: break
            }
        }
        self = openMetrics > prometheus ? .openMetrics : .prometheus
    }

    private static func trimmed(_ text: Substring) -> String {
        text.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
    }
}
