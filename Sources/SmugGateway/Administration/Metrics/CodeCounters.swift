import SmugTelemetry
import Synchronization

/// Counters that differ in a code which the program knows: made when a code is first counted, for
/// most never are.
final class CodeCounters: Sendable {
    private struct Entry {
        /// Where the literal lies; two literals of one text find the same counter.
        let address: UInt
        let counter: Counter
    }

    private let family: MetricFamily<Counter>
    private let labels: [String]
    private let entries = Mutex<[Entry]>([])

    /// - Parameter labels: values of all labels but the last, which is the code.
    init(_ family: MetricFamily<Counter>, _ labels: [String]) {
        self.family = family
        self.labels = labels
    }

    func add(_ code: StaticString) {
        let address = unsafe UInt(bitPattern: code.utf8Start)
        let counter = entries.withLock { entries in
            if let entry = entries.first(where: { $0.address == address }) { return entry.counter }
            let counter = family.series(labels + ["\(code)"])
            entries.append(Entry(address: address, counter: counter))
            return counter
        }
        counter.add()
    }
}
