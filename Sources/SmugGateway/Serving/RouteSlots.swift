import SmugAWS
import SmugProtocol

/// Makes the routes of manifests that follow one another, each with a number of its own.
///
/// Batching knows routes by these numbers, which are small and dense. A number is given again when
/// nothing holds its route any more: no manifest that serves, no request, no invocation.
struct RouteSlots: ~Copyable {
    /// Whatever is referenced weakly is retained slowly, so it is not the route itself.
    private struct Slot {
        weak var route: RouteIdentity?
    }

    private var slots: [Slot] = []
    private let metrics: GatewayMetrics

    init(_ metrics: GatewayMetrics) {
        self.metrics = metrics
    }

    /// The routes that somebody holds.
    var inUse: [RouteIdentity] { slots.compactMap(\.route) }

    /// The routes of a manifest.
    ///
    /// - Parameter serving: routes that are taken over where the manifest asks for the same, with
    ///   their requests and what was learned of them.
    mutating func routes(
        of manifest: Manifest, serving: [Route]
    ) throws(FunctionIdentifierError) -> ManifestRoutes {
        let forwarding = manifest.forwardHeaders
        let payloadLimit = manifest.limits.maxInvokePayloadBytes
        let known = Dictionary(
            serving.map { ($0.definition.signature, $0) }, uniquingKeysWith: { first, _ in first })
        var functions = FunctionNumbers(of: inUse)
        var all: [Route] = []
        var new: [Route] = []
        var next = 0
        for definition in manifest.routes {
            if let route = known[definition.signature],
                route.serves(definition, forwarding: forwarding, payloadLimit: payloadLimit)
            {
                all.append(route)
                continue
            }
            let function = try FunctionIdentifier(definition.function)
            while next < slots.count, slots[next].route != nil { next += 1 }
            let identity = RouteIdentity(
                definition, index: next, function: function,
                functionNumber: functions.number(of: FunctionPool(function)))
            let route = Route(
                identity, forwarding: forwarding, payloadLimit: payloadLimit,
                metrics: metrics.route(definition))
            if next == slots.count { slots.append(Slot()) }
            slots[next].route = identity
            all.append(route)
            new.append(route)
        }
        return ManifestRoutes(all: all, new: new, newFunctions: functions.new)
    }
}

/// The routes of a manifest.
struct ManifestRoutes: Sendable {
    /// In the order of the manifest.
    let all: [Route]
    /// Those that begin with it, by rising numbers.
    let new: [Route]
    /// Numbers of functions that begin with it: what was known under them was of others.
    let newFunctions: Set<Int>
}

/// Numbers functions; a number is given again when no route that is in use has it.
private struct FunctionNumbers {
    private var numbers: [FunctionPool: Int] = [:]
    private var taken: Set<Int>
    private var next = 0
    private(set) var new: Set<Int> = []

    init(of routes: [RouteIdentity]) {
        for route in routes { numbers[FunctionPool(route.function)] = route.functionNumber }
        taken = Set(numbers.values)
    }

    mutating func number(of pool: FunctionPool) -> Int {
        if let number = numbers[pool] { return number }
        while taken.contains(next) { next += 1 }
        taken.insert(next)
        new.insert(next)
        numbers[pool] = next
        return next
    }
}
