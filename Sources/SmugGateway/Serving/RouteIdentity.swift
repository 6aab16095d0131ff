import SmugAWS

/// Which route one is among those of all manifests; it lives as long as somebody holds its route.
final class RouteIdentity: Sendable {
    let definition: RouteDefinition
    /// Its number among the routes of all manifests whose requests are under way.
    let index: Int
    let function: FunctionIdentifier
    /// The number of its function's pool, which other routes may share.
    let functionNumber: Int

    init(
        _ definition: RouteDefinition, index: Int, function: FunctionIdentifier,
        functionNumber: Int
    ) {
        self.definition = definition
        self.index = index
        self.function = function
        self.functionNumber = functionNumber
    }
}
