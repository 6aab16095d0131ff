import SmugTelemetry

/// What is counted of traces on their way to their collector.
struct TraceMetrics: Sendable {
    let spans: SpanCounters
    let queued: ObservedMetric

    init(_ registry: MetricRegistry) {
        let lost = registry.counters(
            "smug_spans_lost_total",
            "Spans that were recorded and reached no collector, by the reason.",
            labels: ["reason"])
        spans = SpanCounters(
            exported: registry.counter(
                "smug_spans_exported_total", "Spans that the collector has taken."),
            dropped: lost.series("queue_full"), failed: lost.series("not_exported"))
        queued = registry.observedGauge(
            "smug_spans_queued", "Spans that wait for their export.")
    }
}
