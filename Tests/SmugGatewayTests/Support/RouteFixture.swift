@testable import SmugGateway

/// Routes of small manifests.
enum RouteFixture {
    /// A manifest on a free port; `paths` stand below `paths:`, `top` at the top.
    ///
    /// Requests have all the time that a busy machine may need, where `top` says nothing else.
    static func manifest(_ paths: [String], top: [String] = []) -> String {
        var lines = ["ListenAddr: 127.0.0.1:0"] + top
        if !top.contains(where: { $0.hasPrefix("DefaultTimeoutMs") }) {
            lines.append("DefaultTimeoutMs: 60000")
        }
        lines += ["Spec:", "  paths:"] + paths.map { "    " + $0 }
        return lines.joined(separator: "\n")
    }

    /// One line of `paths`.
    static func path(
        _ template: String, _ method: String = "get", function: String = "hello",
        wait: Int = 0, size: Int = 1, more: String = ""
    ) -> String {
        "\"\(template)\": { \(operation(method, function, wait, size, more)) }"
    }

    static func operation(
        _ method: String, _ function: String = "hello", _ wait: Int = 0, _ size: Int = 1,
        _ more: String = ""
    ) -> String {
        let batching = "maxWaitMs: \(wait), maxBatchSize: \(size)" + (more.isEmpty ? "" : ", ")
        return "\(method): { x-target-lambda: \"\(function)\", x-smug: { \(batching)\(more) } }"
    }

    /// The routes of a manifest as the hot path has them.
    static func routes(_ manifest: String) throws -> [Route] {
        var slots = RouteSlots(GatewayMetrics())
        return try slots.routes(of: try ManifestFixture.parse(manifest), serving: []).all
    }

    static func route(
        _ template: String = "/hello/{id}", _ method: String = "get", function: String = "hello",
        wait: Int = 25, size: Int = 16, more: String = ""
    ) throws -> Route {
        let path = path(
            template, method, function: function, wait: wait, size: size, more: more)
        guard let route = try routes(manifest([path])).first else { throw NoRoute() }
        return route
    }

    /// For requests of which nobody asks for the route.
    static let any: Route = {
        guard let route = try? route() else { preconditionFailure("the fixture is a route") }
        return route
    }()

    struct NoRoute: Error {}
}
