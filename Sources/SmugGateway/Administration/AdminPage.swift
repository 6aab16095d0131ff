import SmugHTTP

/// What the admin listener has.
enum AdminPage: String, CaseIterable {
    case index = "/"
    case health = "/healthz"
    case readiness = "/readyz"
    case metrics = "/metrics"
    case manifest = "/manifest"
    case routes = "/routes"
    case keys = "/keys"
    case log = "/log"

    /// One line for the index.
    var summary: String {
        switch self {
        case .index: "this list"
        case .health: "whether the process lives"
        case .readiness: "whether it takes requests: 503 while it drains"
        case .metrics: "for Prometheus, also as OpenMetrics"
        case .manifest: "the manifest in effect, defaults filled in, secrets hidden"
        case .routes: "the routes, and what waits and runs of each"
        case .keys: "the batch keys, most waiting first: ?limit=100&offset=0"
        case .log: "the level of the log; curl -X PUT -d debug …/log changes it"
        }
    }

    var methods: [HTTPMethod] { self == .log ? [.get, .head, .put] : [.get, .head] }

    /// Value of `Allow`.
    var allow: [UInt8] { Array(methods.map(\.rawValue).joined(separator: ", ").utf8) }

    static var list: String {
        let width = allCases.map(\.rawValue.count).max() ?? 0
        return allCases.map { page in
            let padding = String(repeating: " ", count: width - page.rawValue.count)
            return "\(page.rawValue)\(padding)  \(page.summary)\n"
        }.joined()
    }
}
