import Testing

@testable import SmugTelemetry

@Suite struct HistogramTests {
    @Test func `a value falls into the first bucket whose bound is not below it`() {
        let buckets = HistogramBuckets([1, 2.5, 10], scale: 10)
        let cases = [
            (-5, 0), (0, 0), (10, 0), (11, 1), (25, 1), (26, 2), (100, 2), (101, 3), (.max, 3),
        ]
        for (value, index) in cases { #expect(buckets.index(of: value) == index, "\(value)") }
    }

    @Test func `buckets are told as sums, with the sum of all values and their count`() {
        let registry = MetricRegistry()
        let histogram = registry.histograms(
            "wait_ms", "W.", labels: ["r"], HistogramBuckets([0.5, 1, 5], scale: 1_000_000)
        ).series("/a")
        for value in [400_000, 500_000, 4_000_000, 9_000_000] { histogram.record(value) }
        #expect(histogram.count == 4)
        #expect(
            String(decoding: registry.text(), as: UTF8.self) == """
                # HELP wait_ms W.
                # TYPE wait_ms histogram
                wait_ms_bucket{r="/a",le="0.5"} 2
                wait_ms_bucket{r="/a",le="1"} 2
                wait_ms_bucket{r="/a",le="5"} 3
                wait_ms_bucket{r="/a",le="+Inf"} 4
                wait_ms_sum{r="/a"} 13.9
                wait_ms_count{r="/a"} 4

                """)
        #expect(
            String(decoding: registry.text(.openMetrics), as: UTF8.self)
                .contains("wait_ms_bucket{r=\"/a\",le=\"1.0\"} 2"))
    }

    @Test func `the house's buckets go from a tenth of a millisecond to a minute`() {
        let bounds = HistogramBuckets.milliseconds.bounds
        #expect(bounds.first == 100_000)
        #expect(bounds.last == 60_000_000_000)
        #expect(HistogramBuckets.counts.bounds.last == 10_000)
    }

    @Test func `nothing is lost when many threads count`() async {
        let registry = MetricRegistry()
        let counter = registry.counter("a_total", "A.")
        let family = registry.counters("b_total", "B.", labels: ["n"])
        let histogram = registry.histogram("c", "C.", .counts)
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<8 {
                group.addTask {
                    for step in 0..<10_000 {
                        counter.add()
                        family.series("\((thread + step) % 4)").add()
                        histogram.record(step % 3 + 1)
                        if step % 1000 == 0 { _ = registry.text() }
                    }
                }
            }
        }
        #expect(counter.value == 80_000)
        #expect((0..<4).map { family.series("\($0)").value } == Array(repeating: 20_000, count: 4))
        #expect(histogram.count == 80_000)
        #expect(
            String(decoding: registry.text(), as: UTF8.self)
                .contains("c_bucket{le=\"1\"} 26672\n"))
    }
}
