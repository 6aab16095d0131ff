import SmugNet
import SmugTelemetry
import Synchronization

/// The limits of the gateway: the number of each, its use where that can be said, and how often it
/// was met.
final class LimitMetrics: Sendable {
    private struct Declared {
        var number: Int
        var use: (@Sendable () -> Int)?
        var refusals: (@Sendable () -> Int)?
    }

    /// Of routes, which say them where they are read.
    let routeNumbers: ObservedMetric
    private let numbers: ObservedMetric
    private let uses: ObservedMetric
    private let refusals: ObservedMetric
    /// By the limit's raw value.
    private let met = Limit.allCases.map { _ in Counter() }
    private let declared = Mutex<[Limit: Declared]>([:])

    init(_ registry: MetricRegistry) {
        numbers = registry.observedGauge(
            "smug_limit", "The number of a limit; where routes have their own, the gateway's.",
            labels: ["name"])
        routeNumbers = registry.observedGauge(
            "smug_route_limit", "The number of a limit that holds for a route.",
            labels: GatewayMetrics.routeLabels + ["name"])
        uses = registry.observedGauge(
            "smug_limit_use", "What is in use of a limit now; of many that have it, the most.",
            labels: ["name"])
        refusals = registry.observedCounter(
            "smug_limit_refusals_total", "Times that a limit turned something away.",
            labels: ["name"])
        numbers.observe { [weak self] report in
            for (limit, state) in self?.all ?? [] { report([limit.name], .integer(state.number)) }
        }
        uses.observe { [weak self] report in
            for (limit, state) in self?.all ?? [] {
                guard let use = state.use else { continue }
                report([limit.name], .integer(use()))
            }
        }
        refusals.observe { [weak self] report in
            for (limit, state) in self?.all ?? [] {
                let others = state.refusals?() ?? 0
                report([limit.name], .integer((self?.met[limit.rawValue].value ?? 0) + others))
            }
        }
    }

    /// Says the number of a limit, where to ask for its use, and for refusals that others count.
    func declare(
        _ limit: Limit, _ number: Int, use: (@Sendable () -> Int)? = nil,
        refusals: (@Sendable () -> Int)? = nil
    ) {
        declared.withLock { $0[limit] = Declared(number: number, use: use, refusals: refusals) }
    }

    /// The same for the connections of a server.
    func declare(_ limit: Limit, _ number: Int, of server: HTTPServer) {
        let counters = server.counters
        declare(
            limit, number, use: { [weak server] in server?.connectionCount ?? 0 },
            refusals: { counters.refusedConnections })
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
