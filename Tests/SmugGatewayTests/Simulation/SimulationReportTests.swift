import SmugJSON
import Testing

@testable import SmugGateway

@Suite struct SimulationReportTests {
    private static func outcome(_ waits: [Int64], invocations: Int, refused: Int = 0)
        -> ReplayOutcome
    {
        var outcome = ReplayOutcome()
        outcome.requests = waits.count
        outcome.invocations = invocations
        outcome.refused = refused
        outcome.waits = waits.map { $0 * 1_000_000 }
        return outcome
    }

    private static func report(_ entries: [(String, ReplayOutcome)]) -> SimulationReport {
        var report = SimulationReport(worth: 20_000_000)
        for (name, outcome) in entries { report.add(name, outcome, optimum: 40_000_000) }
        return report
    }

    @Test func `one setting is one object`() {
        let report = Self.report([("manifest", Self.outcome([1, 2, 3, 4], invocations: 2))])
        let json = String(decoding: report.json(), as: UTF8.self)
        #expect(
            json == #"{"requests":4,"invocations":2,"refused":0,"timedOut":0,"#
                + #""waitMs":{"sum":10.0,"mean":2.5,"p50":2.0,"p99":4.0},"#
                + #""addedMs":{"p50":2.0,"p99":4.0},"#
                + #""cost":50.0,"optimum":40.0,"ratio":1.25}"# + "\n")
        let table = report.text.split(separator: "\n").map { $0.split(separator: " ") }
        #expect(table[0].prefix(5) == ["setting", "requests", "invocations", "sum", "ms"])
        #expect(table[1].prefix(4) == ["manifest", "4", "2", "10.0"])
        #expect(!report.text.contains("choose"))
    }

    @Test func `of several the cheapest is chosen, never one that turns more away`() throws {
        let report = Self.report([
            ("a", Self.outcome([1, 2], invocations: 2)),
            ("b", Self.outcome([9, 9], invocations: 1)),
            ("c", Self.outcome([0], invocations: 1, refused: 1)),
        ])
        #expect(report.chosen?.name == "b")
        #expect(report.text.contains("choose: b"))
        #expect(report.text.contains("c: 1 requests had no room"))
        let json = try JSONValue(parsing: report.json(chart: "x.svg"))
        #expect(json["chosen"] == "b")
        #expect(json["chart"] == "x.svg")
        #expect(json["settings"]?.array?.count == 3)
        #expect(json["settings"]?[1]?["cost"]?.double == 38)
    }

    @Test func `the chart has a point for each setting and escapes their names`() {
        let report = Self.report([
            ("a<&\">", Self.outcome([1, 2], invocations: 2)),
            ("b", Self.outcome([5, 5], invocations: 1)),
        ])
        let svg = CostChart(report).svg
        #expect(svg.hasPrefix("<svg "))
        #expect(svg.hasSuffix("</svg>\n"))
        #expect(svg.contains("a&lt;&amp;&quot;&gt;"))
        #expect(svg.split(separator: "<circle").count - 1 == 2 * 2 + 2)
        #expect(svg.contains("chosen"))
    }

    @Test func `of several one that leaves requests without an answer is not chosen`() {
        var late = Self.outcome([1], invocations: 1)
        late.timedOut = 2
        let report = Self.report([("late", late), ("dear", Self.outcome([9, 9], invocations: 9))])
        #expect(report.chosen?.name == "dear")
        #expect(report.text.contains("late: 2 requests had no answer in time"))
    }

    /// The center of each dot in the plot, from the top down, by the number in it.
    private static func dots(_ svg: String) -> [String: (y: Double, order: Int)] {
        var dots: [String: (y: Double, order: Int)] = [:]
        let lines = svg.split(separator: "\n")
        for (order, line) in lines.enumerated() where line.contains("fill=\"#fff\" text-anchor") {
            let circle = lines[order - 1].split(separator: "\"")
            guard let x = Double(circle[1]), let y = Double(circle[3]), x <= 470 else { continue }
            let number = line.split(separator: ">")[1].prefix { $0 != "<" }
            dots[String(number)] = (y, order)
        }
        return dots
    }

    @Test func `a cheaper setting is drawn lower, whatever its own optimum`() throws {
        var report = SimulationReport(worth: 20_000_000)
        report.add("small", Self.outcome([10], invocations: 8), optimum: 134_000_000)
        report.add("large", Self.outcome([8], invocations: 6), optimum: 96_000_000)
        report.add("half", Self.outcome([1], invocations: 1, refused: 9), optimum: 134_000_000)
        let svg = CostChart(report).svg
        let dots = Self.dots(svg)
        let small = try #require(dots["1"])
        let large = try #require(dots["2"])
        let half = try #require(dots["3"])
        #expect(small.y < large.y && large.y < half.y)
        #expect(half.y <= 330, "within the plot, though it paid for one request alone")
        #expect(report.chosen?.name == "large")
        #expect(large.order > max(small.order, half.order), "drawn over the others")
    }

    @Test func `marks and their labels are as far apart as one another`() {
        let report = Self.report([("a", Self.outcome([1], invocations: 2))])
        let labels = CostChart(report).svg.split(separator: "\n")
            .filter { $0.contains("x=\"56.0\"") }
            .compactMap { Double($0.split(separator: ">")[1].prefix { $0 != "<" }) }
        #expect(labels == [1, 1.025, 1.05, 1.075, 1.1])
    }

    @Test(arguments: [
        Named("a combining mark", "a&\u{301}<\u{338}", "a&amp;\u{301}&lt;\u{338}"),
        Named("what XML does not hold", "a\u{1}\u{FFFE}b", "a\u{FFFD}\u{FFFD}b"),
    ])
    func `a name is text in the picture`(_ row: Named<String, String>) {
        let svg = CostChart(Self.report([(row.given, Self.outcome([1], invocations: 1))])).svg
        // Scalar by scalar, for characters may be equal that are written differently.
        let found = Array(svg.unicodeScalars).contains(Array(row.wanted.unicodeScalars))
        #expect(found)
    }

    @Test(arguments: [
        Named("rounded", (1.2345, 3), "1.235"), Named("small", (0.05, 2), "0.05"),
        Named("negative", (-1.5, 1), "-1.5"), Named("whole", (12.0, 0), "12"),
        Named("not a number", (.nan, 2), "nan"),
    ])
    func `numbers have so many decimals`(_ row: Named<(Double, Int), String>) {
        #expect(row.given.0.text(decimals: row.given.1) == row.wanted)
    }
}
