import SmugJSON

/// The routes as an operator sees them: what is asked, what answers, what waits and runs.
struct RouteListing {
    let value: JSONValue

    init(_ generations: Generations) {
        let generation = generations.current
        let (waiting, running) = generations.batcher.look {
            ($0.waitingByRoute, $0.runningByRoute)
        }
        value = [
            "generation": .integer(Int64(generation.number)),
            "routes": .array(
                generation.routes.map { route in
                    Self.route(
                        route, waiting: route.index < waiting.count ? waiting[route.index] : 0,
                        running: route.index < running.count ? running[route.index] : 0)
                }),
        ]
    }

    private static func route(_ route: Route, waiting: Int, running: Int) -> JSONValue {
        let definition = route.definition
        let batching = definition.batching
        let limits = definition.limits
        return [
            "route": .string(definition.description),
            "operationId": definition.operationID.map { .string($0) } ?? .null,
            "function": .string(definition.function),
            "waitingRequests": .integer(Int64(waiting)),
            "runningInvocations": .integer(Int64(running)),
            "maxWaitMs": .integer(Int64(batching.maxWaitMilliseconds)),
            "maxBatchSize": .integer(Int64(batching.maxBatchSize)),
            "timeoutMs": .integer(Int64(limits.timeoutMilliseconds)),
            "maxInflightInvocations": limits.maxInflightInvocations.map { .integer(Int64($0)) }
                ?? .null,
            "key": .array(batching.key.map { .string($0.description) }),
        ]
    }
}
