import SmugAWS
import SmugLoop
import Synchronization

/// The manifests that a gateway serves, one after the other.
///
/// A request belongs to the generation that served when it came, to its end. All of them share one
/// batcher, so that the limits of the gateway hold for old and new requests together, and a route
/// that a manifest does not change keeps its batches.
final class Generations: Sendable {
    let batcher: Batcher
    private let retrier: Retrier?
    private let slots: Mutex<RouteSlots>
    private let serving: Mutex<Generation>

    init(
        _ manifest: Manifest, metrics: GatewayMetrics, retrier: Retrier? = nil,
        invoker: any BatchInvoker
    ) throws(FunctionIdentifierError) {
        var slots = RouteSlots(metrics)
        let routes = try slots.routes(of: manifest, serving: []).all
        self.slots = Mutex(slots)
        self.retrier = retrier
        serving = Mutex(Generation(number: 1, manifest, routes: routes))
        batcher = Batcher(
            machine: BatchMachine(
                policies: routes.map(\.policy), functions: routes.map(\.functionNumber),
                maxRunning: manifest.limits.maxInflightInvocations,
                maxWaiting: manifest.limits.maxPendingInvocations,
                maxKeys: manifest.limits.maxBatchKeys,
                idleTime: .milliseconds(manifest.timeouts.idleKeyMilliseconds)),
            invoker: invoker)
    }

    /// The generation that serves requests which come now.
    var current: Generation { serving.withLock { $0 } }

    /// Those that serve, and those that only requests which are under way still have.
    var routesInUse: [RouteIdentity] { slots.withLock { $0.inUse } }

    /// The functions of these routes, each with its number.
    var functionNames: [(name: String, number: Int)] {
        var names: [Int: String] = [:]
        for route in routesInUse {
            names[route.functionNumber] = FunctionPool(route.function).description
        }
        return names.sorted { $0.key < $1.key }.map { ($0.value, $0.key) }
    }

    /// Serves another manifest from now on; nothing changes where this throws.
    ///
    /// Called once at a time, from a task on `loop`.
    func adopt(
        _ manifest: Manifest, on loop: EventLoop
    ) throws(FunctionIdentifierError) -> ManifestAdoption {
        let before = current
        let routes = try slots.withLock { slots throws(FunctionIdentifierError) in
            try slots.routes(of: manifest, serving: before.routes)
        }
        // Before any request can belong to one of the new routes.
        batcher.adopt(manifest, routes, on: loop)
        retrier?.adopt(percent: manifest.limits.retryBudgetPercent)
        let next = Generation(number: before.number + 1, manifest, routes: routes.all)
        serving.withLock { $0 = next }
        let kept = routes.all.count - routes.new.count
        return ManifestAdoption(
            generation: next.number, keptRoutes: kept, newRoutes: routes.new.count,
            endedRoutes: before.routes.count - kept)
    }
}

/// What became of a manifest that a gateway has taken over.
package struct ManifestAdoption: Hashable, Sendable {
    /// Counts the manifests that the gateway has served, from 1.
    package let generation: Int
    /// Routes that serve on as they did, with their batches.
    package let keptRoutes: Int
    /// Routes that are new, or serve in another way than before.
    package let newRoutes: Int
    /// Routes that only requests which are under way still have.
    package let endedRoutes: Int
}
