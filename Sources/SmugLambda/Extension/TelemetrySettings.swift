internal import SmugJSON

/// What an extension wants to be told, and how much of it at a time.
public struct TelemetrySettings: Hashable, Sendable {
    /// Where telemetry comes from.
    public enum Source: String, Hashable, Sendable {
        /// Lambda itself: starts, reports, timeouts.
        case platform
        /// What the function writes to its log.
        case function
        /// What extensions write to theirs.
        case `extension`
    }

    /// Where what is wanted comes from.
    public var sources: [Source]
    /// How many records Lambda gathers before it sends them: 1,000 to 10,000.
    public var maxItems: Int
    /// How many bytes it gathers: 262,144 to 1,048,576.
    public var maxBytes: Int
    /// How long it gathers: 25 ms to 30 s.
    public var timeout: Duration

    /// What Lambda takes for itself where nobody says otherwise, with the function's records and
    /// its own.
    public init(
        sources: [Source] = [.platform, .function], maxItems: Int = 10_000,
        maxBytes: Int = 262_144, timeout: Duration = .seconds(1)
    ) {
        self.sources = sources
        self.maxItems = maxItems
        self.maxBytes = maxBytes
        self.timeout = timeout
    }

    /// The body of a subscription.
    func subscription(schema: String, port: UInt16) -> [UInt8] {
        let milliseconds =
            timeout.components.seconds * 1000
            + timeout.components.attoseconds / 1_000_000_000_000_000
        let document: JSONValue = [
            "schemaVersion": .string(schema),
            "types": .array(sources.map { .string($0.rawValue) }),
            "buffering": [
                "maxItems": .integer(Int64(maxItems)), "maxBytes": .integer(Int64(maxBytes)),
                "timeoutMs": .integer(milliseconds),
            ],
            // The name that the environment has for itself.
            "destination": [
                "protocol": "HTTP", "URI": .string("http://sandbox.localdomain:\(port)"),
            ],
        ]
        var writer = JSONWriter()
        writer.value(document)
        return writer.bytes
    }
}

/// The two ways to be told: the second has replaced the first.
enum TelemetryAPI: Sendable {
    case logs
    case telemetry

    var path: String {
        switch self {
        case .logs: "/2020-08-15/logs"
        case .telemetry: "/2022-07-01/telemetry"
        }
    }

    var schema: String {
        switch self {
        case .logs: "2021-03-18"
        case .telemetry: "2022-12-13"
        }
    }
}
