internal import SmugJSON

/// What all spans of a trace have in common: 16 bytes, not all of them zero.
package struct TraceID: Hashable, Sendable, CustomStringConvertible {
    package let high: UInt64
    package let low: UInt64

    /// `nil` for zero, which is no id (W3C Trace Context, section 3.2.2.3).
    package init?(high: UInt64, low: UInt64) {
        guard high | low != 0 else { return nil }
        self.high = high
        self.low = low
    }

    /// Appends its 32 digits.
    package func append(to bytes: inout [UInt8]) {
        HexadecimalDigits.append(high, to: &bytes)
        HexadecimalDigits.append(low, to: &bytes)
    }

    /// Its 32 digits.
    package var digits: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        append(to: &bytes)
        return bytes
    }

    package var description: String { String(decoding: digits, as: UTF8.self) }
}

/// What tells a span from all others of its trace: 8 bytes, not all of them zero.
package struct SpanID: Hashable, Sendable, CustomStringConvertible {
    package let value: UInt64

    /// `nil` for zero, which is no id (W3C Trace Context, section 3.2.2.4).
    package init?(_ value: UInt64) {
        guard value != 0 else { return nil }
        self.value = value
    }

    /// Appends its 16 digits.
    package func append(to bytes: inout [UInt8]) {
        HexadecimalDigits.append(value, to: &bytes)
    }

    package var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
