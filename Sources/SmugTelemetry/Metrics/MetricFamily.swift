internal import Synchronization

/// One series of a metric: what is counted under one set of label values.
package protocol MetricCell: AnyObject, Sendable {
    static var kind: MetricKind { get }
    init(_ definition: MetricDefinition)
    /// Writes the cell's samples; `labels` are its label values, as ``MetricText`` has them.
    func write(_ labels: [UInt8], to text: inout MetricText)
}

/// A metric with labels: a cell for each set of their values.
///
/// A cell is asked for once, where its labels become known, and kept: counting needs the cell only.
package final class MetricFamily<Cell: MetricCell>: MetricSource {
    private struct Series {
        let labels: [UInt8]
        var cell: Cell
    }

    private struct State {
        var indices: [[String]: Int] = [:]
        var series: [Series] = []
    }

    /// What stands for every value of a series that found no room.
    package static var overflowValue: String { "other" }

    package let definition: MetricDefinition
    private let maxSeries: Int
    private let state = Mutex(State())

    init(_ definition: MetricDefinition, maxSeries: Int) {
        self.definition = definition
        self.maxSeries = maxSeries
    }

    /// The cell with these values, which stand in the order of the labels; made when it is new.
    ///
    /// Values come from the manifest or from the program, never from a client. Where there are as
    /// many series as may be, new ones are counted together.
    package func series(_ values: [String]) -> Cell {
        precondition(
            values.count == definition.labels.count, "\(definition.name): a value for each label")
        return state.withLock { state in
            if let index = state.indices[values] { return state.series[index].cell }
            guard state.series.count < maxSeries else {
                return add(values.map { _ in Self.overflowValue }, &state)
            }
            return add(values, &state)
        }
    }

    package func series(_ values: String...) -> Cell { series(values) }

    private func add(_ values: [String], _ state: inout State) -> Cell {
        if let index = state.indices[values] { return state.series[index].cell }
        let cell = Cell(definition)
        state.indices[values] = state.series.count
        state.series.append(
            Series(labels: MetricText.labels(definition.labels, values), cell: cell))
        return cell
    }

    func makeRoom() {
        state.withLock { state in
            guard state.series.count > maxSeries / 2 else { return }
            var kept: [Series] = []
            var places: [Int: Int] = [:]
            for index in state.series.indices
            where !isKnownUniquelyReferenced(&state.series[index].cell) {
                places[index] = kept.count
                kept.append(state.series[index])
            }
            state.series = kept
            state.indices = state.indices.compactMapValues { places[$0] }
        }
    }

    func collect(into text: inout MetricText) {
        for series in state.withLock({ $0.series }) { series.cell.write(series.labels, to: &text) }
    }
}
