internal import SmugGateway
internal import SmugProtocol

/// A manifest's routes for a person: what is asked, what answers, how it is batched.
struct RouteTable {
    private let rows: [[String]]

    init(_ manifest: Manifest) {
        rows = manifest.routes.map { route in
            let shape = route.events.shape == .httpAPI ? "" : ", as \(route.events.shape)"
            let plain = route.events.isBatched ? "" : ", without envelope"
            let streamed = route.batching.invokeMode == .responseStream ? ", streamed" : ""
            return [
                route.description, route.function,
                route.batching.summary + plain + streamed + shape,
                "\(route.limits.timeoutMilliseconds) ms",
            ]
        }
    }

    /// Three columns, as the gateway shows them when it starts.
    var text: String { Self.text(rows.map { Array($0.dropLast()) }) }

    /// With a head, and each route's timeout.
    var checkedText: String { Self.text([["ROUTE", "FUNCTION", "BATCH", "TIMEOUT"]] + rows) }

    private static func text(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            var line = "  " + cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
