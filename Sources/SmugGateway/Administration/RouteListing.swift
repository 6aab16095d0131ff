import SmugJSON

/// The routes as an operator sees them: what is asked, what answers, what waits and runs.
struct RouteListing {
    let value: JSONValue

    init(_ routes: [Route], _ batcher: Batcher) {
        let (waiting, running) = batcher.look { ($0.waitingByRoute, $0.runningByRoute) }
        value = [
            "routes": .array(
                routes.enumerated().map { index, route in
                    Self.route(
                        route, waiting: index < waiting.count ? waiting[index] : 0,
                        running: index < running.count ? running[index] : 0)
                })
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
