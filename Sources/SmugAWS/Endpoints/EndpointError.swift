/// Why a service has no endpoint.
package enum EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is configured is no URL; `source` is the variable or key that says it.
    case url(source: String, EndpointURLError)
    /// The region cannot be part of a host name.
    case region

    /// The place that is wrong, and why.
    package var description: String {
        switch self {
        case .url(let source, let error): "\(source): \(error)"
        case .region: "not the name of a region"
        }
    }
}
