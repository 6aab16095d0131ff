internal import SmugJSON

/// The formats in which metrics are told.
package enum MetricFormat: Sendable {
    /// Prometheus' text format, version 0.0.4.
    case prometheus
    /// OpenMetrics, version 1.0.0.
    case openMetrics

    package var contentType: StaticString {
        switch self {
        case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }
}

/// One number of a sample.
package enum MetricValue: Hashable, Sendable {
    case integer(Int)
    case double(Double)
}

/// Metrics written out, line by line.
package struct MetricText: Sendable {
    private(set) var bytes: [UInt8] = []
    private let format: MetricFormat
    /// The metric at hand, without `_total`.
    private var family: [UInt8] = []

    init(_ format: MetricFormat) {
        self.format = format
    }

    mutating func begin(_ definition: MetricDefinition) {
        let name = definition.name.utf8
        family = Array(definition.kind == .counter ? name.dropLast("_total".utf8.count) : name[...])
        // In OpenMetrics a counter is called without the suffix that its sample has.
        let title = format == .openMetrics ? family : Array(name)
        bytes += "# HELP ".utf8
        bytes += title
        bytes.append(UInt8(ascii: " "))
        Self.append(escaping: definition.help, quotes: format == .openMetrics, to: &bytes)
        bytes += "\n# TYPE ".utf8
        bytes += title
        bytes.append(UInt8(ascii: " "))
        bytes += definition.kind.rawValue.utf8
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func sample(_ suffix: StaticString, _ labels: [UInt8], _ value: MetricValue) {
        name(suffix)
        if !labels.isEmpty {
            bytes.append(UInt8(ascii: "{"))
            bytes += labels
            bytes.append(UInt8(ascii: "}"))
        }
        end(value)
    }

    /// A bucket of a histogram with what it and those below it hold.
    mutating func bucket(_ labels: [UInt8], upTo bound: Double, _ count: Int) {
        name("_bucket")
        bytes.append(UInt8(ascii: "{"))
        if !labels.isEmpty {
            bytes += labels
            bytes.append(UInt8(ascii: ","))
        }
        bytes += "le=\"".utf8
        append(bound)
        bytes += "\"}".utf8
        end(.integer(count))
    }

    mutating func end() {
        if format == .openMetrics { bytes += "# EOF\n".utf8 }
    }

    private mutating func name(_ suffix: StaticString) {
        bytes += family
        suffix.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }

    private mutating func end(_ value: MetricValue) {
        bytes.append(UInt8(ascii: " "))
        switch value {
        case .integer(let value): DecimalDigits.append(Int64(value), to: &bytes)
        case .double(let value): append(value)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func append(_ value: Double) {
        if value.isNaN {
            bytes += "NaN".utf8
        } else if value.isInfinite {
            bytes += (value < 0 ? "-Inf" : "+Inf").utf8
        } else if format == .prometheus, let whole = Int64(exactly: value), abs(value) < 9e15 {
            DecimalDigits.append(whole, to: &bytes)
        } else {
            bytes += value.description.utf8
        }
    }

    /// Labels as they stand between the braces, made once for a series.
    static func labels(_ names: [String], _ values: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (name, value) in zip(names, values) {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
            bytes += name.utf8
            bytes += "=\"".utf8
            append(escaping: value, quotes: true, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        return bytes
    }

    private static func append(escaping text: String, quotes: Bool, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case UInt8(ascii: "\n"): bytes += "\\n".utf8
            case UInt8(ascii: "\"") where quotes: bytes += "\\\"".utf8
            default: bytes.append(byte)
            }
        }
    }
}
