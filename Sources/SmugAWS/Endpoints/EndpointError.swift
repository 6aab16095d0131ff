/// Why a service has no endpoint.
package enum EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is configured is no URL; `source` is the variable or key that says it.
    case url(source: String, EndpointURLError)
    /// The region cannot be part of a host name.
    case region
    /// The partition has no hosts with IPv6 addresses.
    case noDualStack(region: String)
    /// `addressing_style` is none of the three.
    case addressingStyle(profile: String)

    /// The place that is wrong, and why.
    package var description: String {
        switch self {
        case .url(let source, let error): "\(source): \(error)"
        case .region: "not the name of a region"
        case .noDualStack(let region):
            "\(region) has no dual-stack endpoints: unset AWS_USE_DUALSTACK_ENDPOINT"
        case .addressingStyle(let profile):
            "addressing_style of s3 in profile '\(profile)' is none of auto, path and virtual"
        }
    }
}
