import SmugTelemetry

/// What is counted of the manifests that a gateway serves one after the other.
struct ManifestMetrics: Sendable {
    let generation: Gauge
    let isRefused: Gauge
    private let adopted: Counter
    private let unchanged: Counter
    private let refused: Counter
    private let unreadable: Counter

    init(_ registry: MetricRegistry) {
        generation = registry.gauge(
            "smug_manifest_generation", "The number of the manifest that serves, from 1.")
        isRefused = registry.gauge(
            "smug_manifest_refused",
            "1 while the manifest at its place is broken or cannot be read, and an older one serves."
        )
        let reloads = registry.counters(
            "smug_manifest_reloads_total", "Times that the manifest was read again, by the result.",
            labels: ["result"])
        adopted = reloads.series("adopted")
        unchanged = reloads.series("unchanged")
        refused = reloads.series("refused")
        unreadable = reloads.series("unreadable")
    }

    func count(_ found: FoundManifest) {
        switch found {
        case .manifest:
            adopted.add()
            isRefused.set(0)
        case .unchanged(_, let serves):
            unchanged.add()
            isRefused.set(serves ? 0 : 1)
        case .refused:
            refused.add()
            isRefused.set(1)
        case .unreadable: countUnreadable()
        }
    }

    func countUnreadable() {
        unreadable.add()
        isRefused.set(1)
    }
}
