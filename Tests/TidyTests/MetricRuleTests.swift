import Testing

@Suite struct MetricRuleTests {
    @Test func `every metric is documented, and every documented one exists`() throws {
        let repository = Repository.shared
        let document = try #require(repository.text(of: MetricRule.document))
        let sources = repository.swift(under: MetricRule.declarations)
        #expect(!sources.isEmpty, "metrics are declared elsewhere now: \(MetricRule.declarations)")
        MetricRule.findings(in: sources, documented: document).report()
    }

    private static let document = """
        | Metric | Counts |
        |---|---|
        | `smug_requests_total` | requests by `route_template` |
        | `process_open_fds` | files |
        """

    private func findings(_ text: String) -> [String] {
        let source = SwiftSource(path: "A.swift", text: text)
        return MetricRule.findings(in: [source], documented: Self.document)
            .map { "\($0.path):\($0.line)" }
    }

    @Test func `declarations and documents that agree pass`() {
        let text = """
            requests = registry.counters(
                "smug_requests_total", "Requests.", labels: ["route_template"])
            files = registry.observedGauge("process_open_fds", "Files.")
            """
        #expect(findings(text) == [])
    }

    @Test func `a metric without a row, and a row without a metric, are found`() {
        let text = """
            a = registry.counter("smug_requests_total", "Requests.")
            b = registry.histogram("smug_wait_ms", "Waits.", .milliseconds)
            """
        #expect(findings(text) == ["A.swift:2", "docs/metrics.md:4"])
    }
}
