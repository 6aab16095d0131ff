import SmugTelemetry
import Synchronization

/// The limits of the gateway: the number of each, its use where that can be said, and how often it
/// was met.
final class LimitMetrics: Sendable {
    private struct Declared {
        var number: Int
        var use: (@Sendable () -> Int)?
    }

    private let numbers: ObservedMetric
    private let uses: ObservedMetric
    /// By the limit's raw value.
    private let met: [Counter]
    private let declared = Mutex<[Limit: Declared]>([:])

    init(_ registry: MetricRegistry) {
        numbers = registry.observedGauge(
            "smug_limit", "The number of a limit; where routes have their own, the gateway's.",
            labels: ["name"])
        uses = registry.observedGauge(
            "smug_limit_use", "What is in use of a limit now; of many that have it, the most.",
            labels: ["name"])
        let refusals = registry.counters(
            "smug_limit_refusals_total", "Times that a limit turned something away.",
            labels: ["name"])
        met = Limit.allCases.map { refusals.series($0.name) }
        numbers.observe { [weak self] report in
            for (limit, state) in self?.all ?? [] { report([limit.name], .integer(state.number)) }
        }
        uses.observe { [weak self] report in
            for (limit, state) in self?.all ?? [] {
                guard let use = state.use else { continue }
                report([limit.name], .integer(use()))
            }
        }
    }

    /// Says the number of a limit, and where to ask for its use.
    func declare(_ limit: Limit, _ number: Int, use: (@Sendable () -> Int)? = nil) {
        declared.withLock { $0[limit] = Declared(number: number, use: use) }
    }

    /// Counts that the limit turned something away.
    func refused(_ limit: Limit) {
        met[limit.rawValue].add()
    }

    private var all: [(Limit, Declared)] {
        let declared = declared.withLock { $0 }
        return Limit.allCases.compactMap { limit in declared[limit].map { (limit, $0) } }
    }
}
