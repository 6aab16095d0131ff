/// Cost against latency as a picture: a point for each setting, the chosen one marked.
package struct CostChart: Sendable {
    private static let width = 840.0
    private static let plot = (left: 70.0, top: 54.0, right: 470.0, bottom: 330.0)
    private static let colors = [
        "#3b6ea5", "#c2703d", "#4c8c4a", "#8a5a9e", "#b0413e", "#5f7a86", "#a58b2f", "#2f8f8f",
    ]

    private let report: SimulationReport
    private let maxAdded: Double
    /// The least of all optima: settings differ in the largest batch, and their optima with it.
    private let optimum: Int64
    /// Where the axis of costs begins, and how far it goes.
    private let ratios: (least: Double, span: Double)

    package init(_ report: SimulationReport) {
        self.report = report
        let added = report.entries.map { $0.outcome.added(share: 0.99).milliseconds }
        maxAdded = Self.roundUp(max(added.max() ?? 0, 0.001))
        let optimum = report.entries.map(\.optimum).min() ?? 0
        self.optimum = optimum
        let costs = report.entries.map { Self.ratio($0, optimum) }
        // Who turns requests away may pay less than for all of them.
        let least = (min(1, costs.min() ?? 1) * 10).rounded(.down) / 10
        ratios = (least, Self.roundUp(max((costs.max() ?? 1) - least, 0.1)))
    }

    private static func ratio(_ entry: SimulationReport.Entry, _ optimum: Int64) -> Double {
        optimum == 0 ? 1 : Double(entry.cost) / Double(optimum)
    }

    /// The picture, as an SVG document.
    package var svg: String {
        let height = max(390, Self.plot.top + 26 * Double(report.entries.count) + 40)
        var svg = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.number(Self.width))" \
            height="\(Self.number(height))" viewBox="0 0 \(Self.number(Self.width)) \
            \(Self.number(height))" font-family="sans-serif" font-size="12" fill="#333">
            <rect width="100%" height="100%" fill="#fff"/>
            <text x="20" y="26" font-size="16">Cost against latency</text>
            <text x="20" y="43" fill="#777">an invocation is worth \
            \(report.worth.shownMilliseconds) ms of waiting</text>

            """
        svg += axes
        // The chosen one last, over all others.
        let chosen = report.chosen?.name
        let entries = report.entries.enumerated()
        for (index, entry) in entries where entry.name != chosen { svg += point(index, entry) }
        for (index, entry) in entries where entry.name == chosen { svg += point(index, entry) }
        return svg + "</svg>\n"
    }

    private var axes: String {
        let plot = Self.plot
        var svg = ""
        // Quarters of the span are whole in one digit more.
        let decimals = ratios.span < 1 ? 3 : 2
        for step in 0...4 {
            let share = Double(step) / 4
            let x = plot.left + share * (plot.right - plot.left)
            let y = plot.bottom - share * (plot.bottom - plot.top)
            let added = (maxAdded * share).text(decimals: maxAdded < 10 ? 2 : 1)
            let ratio = (ratios.least + ratios.span * share).text(decimals: decimals)
            svg += line(plot.left, y, plot.right, y, step == 0 ? "#999" : "#e4e4e4")
            svg += text(plot.left - 14, y + 4, "end", ratio)
            svg += line(x, plot.bottom, x, plot.bottom + 4, "#999")
            svg += text(x, plot.bottom + 18, "middle", added)
        }
        svg += line(plot.left, plot.top, plot.left, plot.bottom, "#999")
        let middle = (plot.left + plot.right) / 2
        svg += text(
            middle, plot.bottom + 40, "middle",
            "latency that batching adds at the 99th percentile, ms")
        let side = (plot.top + plot.bottom) / 2
        svg +=
            "<text x=\"14\" y=\"\(Self.number(side))\" text-anchor=\"middle\" "
            + "transform=\"rotate(-90 14 \(Self.number(side)))\">cost by the least optimum</text>\n"
        return svg
    }

    private func point(_ index: Int, _ entry: SimulationReport.Entry) -> String {
        let plot = Self.plot
        let added = entry.outcome.added(share: 0.99).milliseconds
        let x = plot.left + added / maxAdded * (plot.right - plot.left)
        let ratio = Self.ratio(entry, optimum)
        let y = plot.bottom - (ratio - ratios.least) / ratios.span * (plot.bottom - plot.top)
        let color = Self.colors[index % Self.colors.count]
        let isChosen = entry.name == report.chosen?.name
        let row = plot.top + 26 * Double(index) + 8
        let legend = plot.right + 30
        var svg = ""
        if isChosen {
            svg += circle(x, y, 11, "none\" stroke=\"\(color)\" stroke-width=\"2")
            svg += circle(legend, row, 11, "none\" stroke=\"\(color)\" stroke-width=\"2")
        }
        for (x, y) in [(x, y), (legend, row)] {
            svg += circle(x, y, 8, color)
            svg +=
                "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y + 3.5))\" font-size=\"10\" "
                + "fill=\"#fff\" text-anchor=\"middle\">\(index + 1)</text>\n"
        }
        let name = entry.name.count > 34 ? entry.name.prefix(33) + "…" : entry.name[...]
        svg += text(legend + 17, row - 1, "start", Self.escape(String(name)))
        let facts =
            "\(entry.outcome.invocations) invocations, \(ratio.text(decimals: 3)) of the least"
            + (entry.outcome.unserved > 0 ? ", \(entry.outcome.unserved) unanswered" : "")
            + (isChosen ? ", chosen" : "")
        svg +=
            "<text x=\"\(Self.number(legend + 17))\" y=\"\(Self.number(row + 11))\" "
            + "font-size=\"10\" fill=\"#777\">\(facts)</text>\n"
        return svg
    }

    // MARK: - Elements

    private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: String)
        -> String
    {
        "<line x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\" "
            + "y2=\"\(Self.number(y2))\" stroke=\"\(color)\"/>\n"
    }

    private func text(_ x: Double, _ y: Double, _ anchor: String, _ text: String) -> String {
        "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" text-anchor=\"\(anchor)\">"
            + "\(text)</text>\n"
    }

    private func circle(_ x: Double, _ y: Double, _ radius: Double, _ fill: String) -> String {
        "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" "
            + "r=\"\(Self.number(radius))\" fill=\"\(fill)\"/>\n"
    }

    private static func number(_ value: Double) -> String { value.text(decimals: 1) }

    private static func escape(_ text: String) -> String {
        // By scalars: a mark may hide in a character with one that combines with it.
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            default: result.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return String(result)
    }

    /// XML 1.0, section 2.2.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...: true
        default: false
        }
    }

    /// The next whole multiple of a power of ten that is easy to read in quarters.
    private static func roundUp(_ value: Double) -> Double {
        var power = 1e-6
        while power * 10 < value { power *= 10 }
        return [1.0, 2, 3, 4, 5, 6, 8, 10].map { $0 * power }.first { $0 >= value } ?? value
    }
}
