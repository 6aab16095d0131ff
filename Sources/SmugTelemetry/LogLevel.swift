/// How much a log line matters.
package enum LogLevel: Int, Comparable, Sendable, CaseIterable {
    case trace
    case debug
    case info
    case warn
    case error

    /// From a name such as `info`, in any case; also `warning`.
    package init?(_ name: String) {
        switch name.lowercased() {
        case "trace": self = .trace
        case "debug": self = .debug
        case "info": self = .info
        case "warn", "warning": self = .warn
        case "error": self = .error
        default: return nil
        }
    }

    package var name: StaticString {
        switch self {
        case .trace: "trace"
        case .debug: "debug"
        case .info: "info"
        case .warn: "warn"
        case .error: "error"
        }
    }

    package static func < (left: LogLevel, right: LogLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}
