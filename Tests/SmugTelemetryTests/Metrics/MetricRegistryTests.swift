import TestSupport
import Testing

@testable import SmugTelemetry

@Suite struct MetricRegistryTests {
    private func text(_ registry: MetricRegistry, _ format: MetricFormat = .prometheus) -> String {
        String(decoding: registry.text(format), as: UTF8.self)
    }

    @Test func `counters and gauges are told with their help, type and labels`() {
        let registry = MetricRegistry()
        let requests = registry.counters(
            "smug_requests_total", "Requests.", labels: ["route", "method"])
        requests.series("/a", "GET").add()
        requests.series("/a", "GET").add(2)
        requests.series("/b", "ANY").add()
        let open = registry.gauge("smug_open", "Open.")
        open.add(5)
        open.add(-7)
        #expect(
            text(registry) == """
                # HELP smug_requests_total Requests.
                # TYPE smug_requests_total counter
                smug_requests_total{route="/a",method="GET"} 3
                smug_requests_total{route="/b",method="ANY"} 1
                # HELP smug_open Open.
                # TYPE smug_open gauge
                smug_open -2

                """)
    }

    @Test func `a gauge that is set has that value`() {
        let gauge = MetricRegistry().gauge("a", "A.")
        gauge.add(5)
        gauge.set(2)
        #expect(gauge.value == 2)
    }

    @Test func `OpenMetrics names a counter without its suffix and says where it ends`() {
        let registry = MetricRegistry()
        registry.counter("smug_requests_total", "With \"quotes\".").add(3)
        #expect(
            text(registry, .openMetrics) == """
                # HELP smug_requests With \\"quotes\\".
                # TYPE smug_requests counter
                smug_requests_total 3
                # EOF

                """)
    }

    static let escapes = [
        (value: "plain", written: "plain"),
        (value: "a\"b", written: #"a\"b"#),
        (value: #"C:\dir"#, written: #"C:\\dir"#),
        (value: "two\nlines", written: #"two\nlines"#),
        (value: #"\n"#, written: #"\\n"#),
        (value: "/Grüße/{id}", written: "/Grüße/{id}"),
        (value: "", written: ""),
    ]

    @Test(arguments: escapes)
    func `a label's value is escaped`(_ vector: (value: String, written: String)) {
        let registry = MetricRegistry()
        registry.gauges("a", "A.", labels: ["l"]).series(vector.value).set(1)
        #expect(text(registry).contains("\na{l=\"\(vector.written)\"} 1\n"))
    }

    @Test func `a help text escapes backslashes and line ends, and no quotes`() {
        let registry = MetricRegistry()
        _ = registry.gauge("a", "A \\ \"b\"\nc")
        #expect(text(registry).hasPrefix("# HELP a A \\\\ \"b\"\\nc\n"))
    }

    static let numbers: [(value: Double, written: String)] = [
        (0, "0"), (-0.5, "-0.5"), (1, "1"), (0.1, "0.1"), (1e15, "1000000000000000"),
        (1e16, "1e+16"),
        (123_456_789, "123456789"),
        (1e-7, "1e-07"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
    ]

    @Test(arguments: numbers)
    func `numbers are written as Prometheus reads them`(
        _ vector: (value: Double, written: String)
    ) {
        let registry = MetricRegistry()
        registry.observedGauge("a", "A.").observe { report in report([], .double(vector.value)) }
        #expect(text(registry).hasSuffix("\na \(vector.written)\n"))
    }

    @Test func `what others hold is asked for at each reading`() {
        let registry = MetricRegistry()
        let depth = registry.observedGauge("depth", "D.", labels: ["route"])
        let asked = Counter(depth.definition)
        #expect(text(registry) == "# HELP depth D.\n# TYPE depth gauge\n")
        depth.observe { report in
            asked.add()
            report(["/a"], .integer(asked.value))
        }
        #expect(text(registry).hasSuffix("depth{route=\"/a\"} 1\n"))
        #expect(text(registry).hasSuffix("depth{route=\"/a\"} 2\n"))
        depth.forget()
        #expect(text(registry).hasSuffix("gauge\n"))
    }

    @Test func `the same labels are the same series`() {
        let family = MetricRegistry().counters("a_total", "A.", labels: ["x", "y"])
        #expect(family.series("1", "2") === family.series(["1", "2"]))
        #expect(family.series("1", "2") !== family.series("12", ""))
    }

    @Test func `series beyond the limit are counted together`() {
        let registry = MetricRegistry(maxSeries: 2)
        let family = registry.counters("a_total", "A.", labels: ["x"])
        for name in ["1", "2", "3", "4"] { family.series(name).add() }
        family.series("1").add()
        let written = text(registry).split(separator: "\n").dropFirst(2)
        #expect(written == ["a_total{x=\"1\"} 2", "a_total{x=\"2\"} 1", "a_total{x=\"other\"} 2"])
    }

    @Test func `room is made of series that nobody counts in`() {
        let registry = MetricRegistry(maxSeries: 4)
        let family = registry.counters("a_total", "A.", labels: ["x"])
        let held = family.series("2")
        held.add()
        family.series("1").add()
        registry.makeRoom()
        #expect(text(registry).contains("a_total{x=\"1\"} 1"), "half of the room is left")
        family.series("3").add()
        registry.makeRoom()
        for name in ["2", "4", "5", "6", "7"] { family.series(name).add() }
        let written = text(registry).split(separator: "\n").dropFirst(2)
        let wanted = ["2": 2, "4": 1, "5": 1, "6": 1, "other": 1]
        #expect(Set(written.map(String.init)) == Set(wanted.map { "a_total{x=\"\($0)\"} \($1)" }))
        #expect(family.series("2") === held)
    }

    @Test func `observed series beyond the limit are left out`() {
        let registry = MetricRegistry(maxSeries: 2)
        registry.observedGauge("a", "A.", labels: ["x"]).observe { report in
            for name in ["1", "2", "3"] { report([name], .integer(1)) }
        }
        #expect(text(registry).split(separator: "\n").dropFirst(2).count == 2)
    }

    @Test func `what was declared can be listed`() {
        let registry = MetricRegistry()
        _ = registry.counter("a_total", "A.")
        _ = registry.observedGauge("b", "B.", labels: ["l"])
        #expect(registry.definitions.map(\.name) == ["a_total", "b"])
    }

    @Test(arguments: [1, 7, 42] as [UInt64])
    func `whatever a label holds reads back the same, on one line`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let letters: [Character] = ["\"", "\\", "\n", "n", "{", "}", ",", "=", " ", "ü", "😀", "a"]
        for _ in 0..<300 {
            let value = String(
                (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    letters.randomElement(using: &random) ?? "a"
                })
            let registry = MetricRegistry()
            registry.gauges("a", "A.", labels: ["l"]).series(value).set(1)
            let lines = text(registry).split(separator: "\n")
            #expect(lines.count == 3)
            let line = try #require(lines.last)
            #expect(line.hasPrefix("a{l=\"") && line.hasSuffix("\"} 1"))
            #expect(Self.unescaped(line.dropFirst(5).dropLast(4)) == value)
        }
    }

    /// A label's value as the format says that it is read.
    private static func unescaped(_ text: Substring) -> String? {
        var value = ""
        var rest = text.makeIterator()
        while let character = rest.next() {
            guard character == "\\" else {
                if character == "\"" { return nil }
                value.append(character)
                continue
            }
            switch rest.next() {
            case "n": value.append("\n")
            case "\\": value.append("\\")
            case "\"": value.append("\"")
            default: return nil
            }
        }
        return value
    }
}
