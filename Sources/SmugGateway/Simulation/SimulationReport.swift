internal import SmugJSON

/// What several settings made of the same arrivals, and which of them is best.
package struct SimulationReport: Sendable {
    /// One setting's outcome.
    package struct Entry: Sendable {
        package let name: String
        package let outcome: ReplayOutcome
        /// In nanoseconds, as all times here.
        package let cost: Int64
        package let optimum: Int64

        package var ratio: Double { optimum == 0 ? 1 : Double(cost) / Double(optimum) }
    }

    /// In nanoseconds of waiting.
    package let worth: Int64
    package private(set) var entries: [Entry] = []

    package init(worth: Int64) {
        self.worth = worth
    }

    /// - Parameter optimum: what a schedule that knows the future costs, with as large batches.
    package mutating func add(_ name: String, _ outcome: ReplayOutcome, optimum: Int64) {
        entries.append(
            Entry(
                name: name, outcome: outcome, cost: outcome.cost(worth: worth), optimum: optimum))
    }

    /// The setting to choose: the cheapest of those that leave the fewest without their answer, and
    /// of equals the one with less waiting at the 99th percentile.
    package var chosen: Entry? {
        entries.min { left, right in
            (left.outcome.unserved, left.cost, left.outcome.wait(share: 0.99))
                < (right.outcome.unserved, right.cost, right.outcome.wait(share: 0.99))
        }
    }

    /// One object for one setting; for several an object with all of them and the chosen one.
    package func json(chart: String? = nil) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        if entries.count == 1, let entry = entries.first {
            write(entry, &writer)
        } else {
            writer.key("worthMs")
            writer.double(worth.milliseconds)
            writer.key("chosen")
            writer.string(chosen?.name ?? "")
            if let chart {
                writer.key("chart")
                writer.string(chart)
            }
            writer.key("settings")
            writer.beginArray()
            for entry in entries {
                writer.beginObject()
                writer.key("name")
                writer.string(entry.name)
                write(entry, &writer)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func write(_ entry: Entry, _ writer: inout JSONWriter) {
        let outcome = entry.outcome
        writer.key("requests")
        writer.integer(outcome.requests)
        writer.key("invocations")
        writer.integer(outcome.invocations)
        writer.key("refused")
        writer.integer(outcome.refused)
        writer.key("timedOut")
        writer.integer(outcome.timedOut)
        writer.key("waitMs")
        writer.beginObject()
        for (name, value) in Self.waits(outcome) {
            writer.key(name)
            writer.double(value)
        }
        writer.endObject()
        writer.key("addedMs")
        writer.beginObject()
        for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
            writer.key(name)
            writer.double(outcome.added(share: share).milliseconds)
        }
        writer.endObject()
        writer.key("cost")
        writer.double(entry.cost.milliseconds)
        writer.key("optimum")
        writer.double(entry.optimum.milliseconds)
        writer.key("ratio")
        writer.double((entry.ratio * 10_000).rounded() / 10_000)
    }

    private static func waits(_ outcome: ReplayOutcome) -> [(name: String, value: Double)] {
        let sum = outcome.waitSum
        let mean = Double(sum) / Double(max(1, outcome.requests)) / 1000
        return [
            ("sum", sum.milliseconds), ("mean", mean.rounded() / 1000),
            ("p50", outcome.wait(share: 0.5).milliseconds),
            ("p99", outcome.wait(share: 0.99).milliseconds),
        ]
    }

    /// A table for a person.
    package var text: String {
        let heads = [
            "setting", "requests", "invocations", "sum ms", "mean ms", "p50 ms", "p99 ms",
            "added p99", "cost", "optimum", "ratio",
        ]
        let rows = entries.map { entry in
            [
                entry.name, String(entry.outcome.requests), String(entry.outcome.invocations),
                entry.outcome.waitSum.milliseconds.text(decimals: 1),
                (entry.outcome.waitSum.milliseconds / Double(max(1, entry.outcome.requests)))
                    .text(decimals: 3),
                entry.outcome.wait(share: 0.5).milliseconds.text(decimals: 3),
                entry.outcome.wait(share: 0.99).milliseconds.text(decimals: 3),
                entry.outcome.added(share: 0.99).milliseconds.text(decimals: 3),
                entry.cost.milliseconds.text(decimals: 1),
                entry.optimum.milliseconds.text(decimals: 1), entry.ratio.text(decimals: 3),
            ]
        }
        let widths = heads.indices.map { column in
            ([heads] + rows).map { $0[column].count }.max() ?? 0
        }
        var text = ([heads] + rows).map { Self.line($0, widths) }.joined()
        for entry in entries where entry.outcome.refused > 0 {
            text += "\(entry.name): \(entry.outcome.refused) requests had no room in a queue\n"
        }
        for entry in entries where entry.outcome.timedOut > 0 {
            text += "\(entry.name): \(entry.outcome.timedOut) requests had no answer in time\n"
        }
        text +=
            "\ncost: milliseconds waited, and \(worth.shownMilliseconds) "
            + "for each invocation; optimum: of a schedule that knows the future\n"
        if entries.count > 1, let chosen { text += "choose: \(chosen.name)\n" }
        return text
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: widths[index] - cell.count)
            line += index == 0 ? cell + padding : "  " + padding + cell
        }
        return line + "\n"
    }
}

extension Int64 {
    /// Nanoseconds in milliseconds.
    var milliseconds: Double { Double(self) / 1_000_000 }

    /// The same as text, without a fraction that is none.
    var shownMilliseconds: String {
        milliseconds.text(decimals: isMultiple(of: 1_000_000) ? 0 : 3)
    }
}

extension Double {
    /// With so many digits behind the point.
    func text(decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        guard isFinite, abs(self) * scale < 1e15 else { return "\(self)" }
        let scaled = Int64((self * scale).rounded())
        let digits = String(scaled.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let whole = padded.dropLast(decimals)
        let sign = scaled < 0 ? "-" : ""
        return decimals == 0 ? sign + whole : "\(sign)\(whole).\(padded.suffix(decimals))"
    }
}
