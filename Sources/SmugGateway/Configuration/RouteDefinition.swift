package import SmugHTTP
package import SmugProtocol

/// One route, with every setting resolved.
package struct RouteDefinition: Hashable, Sendable, CustomStringConvertible {
    /// Which requests the route answers; no other route has the same.
    package let signature: RouteSignature
    /// For people; nothing depends on it.
    package private(set) var operationID: String?
    /// A name, a partial ARN or an ARN, as the Invoke API takes it.
    package let function: String
    /// How the function is told of a request, and whether of several at a time.
    package let events: EventFormat
    /// With what it inherits from the gateway.
    package private(set) var batching: BatchSettings
    /// With what it inherits from the gateway.
    package let limits: RouteLimits
    /// With what it inherits from the gateway.
    package let streaming: StreamSettings
    /// `nil` where nothing is tried again.
    package let retries: RetryPolicy?
    /// What is done with its answers.
    package private(set) var edge: RouteEdgeSettings
    /// Where the method's key stands in the manifest.
    package private(set) var position: TextPosition

    /// `nil` stands for every method that has no route of its own on the same path.
    package var method: HTTPMethod? { signature.method }
    /// Also the event's `routeKey`, after the method.
    package var template: PathTemplate { signature.template }
    /// `METHOD /template`, the event's `routeKey`.
    package var description: String { signature.description }

    /// The same route with a window that is always so long, and nothing that shortens it.
    package func withFixedWindow(milliseconds: Int) -> RouteDefinition {
        var route = self
        route.batching.maxWaitMilliseconds = milliseconds
        route.batching.window = .fixed
        route.batching.idleFastPath = false
        route.batching.preferredBatchSizes = []
        return route
    }

    /// Whether both have the same invoked in the same way, wherever they stand in the manifest and
    /// whatever is done with their answers.
    func servesLike(_ other: RouteDefinition) -> Bool {
        var moved = other
        moved.position = position
        moved.operationID = operationID
        moved.edge = edge
        return moved == self
    }

    /// The function's bare name, without account, region and alias.
    package var functionName: String { FunctionName.bare(function) }
}
