import SmugJSON
import SmugProtocol

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
        var object = route.definition.json
        object["stageVariables"] = .object(
            route.definition.events.stageVariables.reduce(into: JSONObject()) {
                $0[$1.name] = .string(SecretRule.shown($1.value, of: $1.name))
            })
        object["waitingRequests"] = .integer(Int64(waiting))
        object["runningInvocations"] = .integer(Int64(running))
        return .object(object)
    }
}
