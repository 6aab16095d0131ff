/// The two ways for an extension to be told of its environment: the second has replaced the first.
enum TelemetryAPI: Hashable, Sendable {
    case logs
    case telemetry

    /// The versions of what is sent that an extension may ask for.
    var schemas: [String] {
        switch self {
        case .logs: ["2020-08-15", "2021-03-18"]
        case .telemetry: ["2022-07-01", "2022-12-13", "2025-01-29"]
        }
    }

    /// For an extension that does not say which; `nil` where it has to.
    var defaultSchema: String? { self == .logs ? "2020-08-15" : nil }

    /// The type of a refusal.
    var errorType: String { self == .logs ? "Logs.ValidationError" : "ValidationError" }
}

/// Where what is told comes from.
enum TelemetrySource: String, CaseIterable, Sendable {
    case platform
    case function
    case `extension`
}
