package import SmugHTTP

/// Which requests a route answers.
package struct RouteSignature: Hashable, Sendable, CustomStringConvertible {
    /// `nil` stands for every method that has no route of its own on the same path.
    package let method: HTTPMethod?
    /// Two with the same segments are the same path, whatever their parameters are called.
    package let template: PathTemplate

    /// Takes `nil` for every method.
    package init(method: HTTPMethod?, template: PathTemplate) {
        self.method = method
        self.template = template
    }

    /// `METHOD /template`; `ANY` for every method.
    package var description: String { "\(method?.rawValue ?? "ANY") \(template.text)" }
}
