internal import SmugJSON

/// One thing that the Telemetry API or the Logs API tells.
public struct TelemetryRecord: Sendable {
    /// What a record tells.
    @nonexhaustive
    public enum Kind: Hashable, Sendable {
        /// The environment's initialization has begun.
        case initStart
        /// The runtime has initialised.
        case initRuntimeDone
        /// What the initialization took.
        case initReport
        /// An invocation has begun.
        case start
        /// The runtime has answered it.
        case runtimeDone
        /// What it took, as it is billed.
        case report
        /// An extension has registered, or failed to.
        case extensionState
        /// An extension has subscribed.
        case telemetrySubscription
        /// Records were dropped, as nobody took them.
        case logsDropped
        /// A line of the function's log.
        case function
        /// A line of an extension's log.
        case `extension`
        /// Anything else, by its name.
        case other(String)

        init(_ name: String) {
            switch name {
            case "platform.initStart": self = .initStart
            case "platform.initRuntimeDone": self = .initRuntimeDone
            case "platform.initReport": self = .initReport
            case "platform.start": self = .start
            case "platform.runtimeDone": self = .runtimeDone
            case "platform.report": self = .report
            case "platform.extension": self = .extensionState
            case "platform.telemetrySubscription", "platform.logsSubscription":
                self = .telemetrySubscription
            case "platform.logsDropped": self = .logsDropped
            case "function": self = .function
            case "extension": self = .extension
            default: self = .other(name)
            }
        }
    }

    /// What it tells.
    public let kind: Kind
    /// When it happened, in RFC 3339.
    public let time: String
    private let record: JSONValue

    /// Reads what Lambda sends at a time: an array of records.
    ///
    /// - Throws: where it is no JSON array of objects.
    static func records(_ bytes: [UInt8]) throws -> [TelemetryRecord] {
        guard let elements = try JSONValue(parsing: bytes).array else {
            throw LambdaError("what the telemetry consists of is no array")
        }
        return try elements.map { element in
            guard let type = element["type"]?.string else {
                throw LambdaError("a record of the telemetry has no type")
            }
            return TelemetryRecord(
                kind: Kind(type), time: element["time"]?.string ?? "",
                record: element["record"] ?? .null)
        }
    }

    /// The log's line, where it is one: what JSON logs write, as JSON.
    public var text: String {
        if let text = record.string { return text }
        return String(decoding: json, as: UTF8.self)
    }

    /// What is told, as JSON.
    public var json: [UInt8] {
        var writer = JSONWriter()
        writer.value(record)
        return writer.bytes
    }

    /// The invocation that it is about; `nil` where it is about none.
    public var requestID: String? { record["requestId"]?.string }

    /// How it ended, such as `success`, `failure`, `error`, `timeout`; `nil` where it does not say.
    public var status: String? { record["status"]?.string }

    /// What was measured, by name, such as `durationMs`, `billedDurationMs`, `maxMemoryUsedMB`.
    public var metrics: [String: Double] {
        var metrics: [String: Double] = [:]
        for (name, value) in record["metrics"]?.object ?? [:] { metrics[name] = value.double }
        return metrics
    }
}
