/// Whose events a function is sent, and so whose rules its answers keep.
package enum EventShape: Hashable, Sendable {
    /// API Gateway's HTTP API, payload format 2.0.
    case httpAPI
    /// API Gateway's REST API, payload format 1.0.
    case restAPI
    /// An Application Load Balancer's target group, its multi-value headers enabled or not.
    case loadBalancer(multiValue: Bool)
    /// A function URL: payload format 2.0 without routes and stages.
    case functionURL
}

extension EventShape: CustomStringConvertible {
    /// As it stands in a manifest.
    package var description: String {
        switch self {
        case .httpAPI: "http-v2"
        case .restAPI: "rest-v1"
        case .loadBalancer: "alb"
        case .functionURL: "function-url"
        }
    }
}
