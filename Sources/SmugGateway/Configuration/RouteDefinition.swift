package import SmugHTTP

/// One route, with every setting resolved.
package struct RouteDefinition: Hashable, Sendable, CustomStringConvertible {
    /// `nil` stands for every method that has no route of its own on the same path.
    package let method: HTTPMethod?
    package let template: PathTemplate
    package let operationID: String?
    /// A name, a partial ARN or an ARN, as the Invoke API takes it.
    package let function: String
    package let batching: BatchSettings
    package let limits: RouteLimits
    /// Where the method's key stands in the manifest.
    package let position: TextPosition

    /// `METHOD /template`, the event's `routeKey`; `ANY` for every method.
    package var description: String { "\(method?.rawValue ?? "ANY") \(template.text)" }

    /// The function's bare name, without account, region and alias.
    package var functionName: String { FunctionName.bare(function) }
}
