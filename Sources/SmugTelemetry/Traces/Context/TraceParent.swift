internal import SmugJSON

/// `traceparent` (W3C Trace Context, section 3.2): `00-<32 digits>-<16 digits>-<2 digits>`.
package struct TraceParent: Hashable, Sendable {
    /// Where the trace's id stands in a value.
    package static let traceIDOffsets = 3..<35

    package let traceID: TraceID
    package let spanID: SpanID
    /// Of all eight, those that are known: 1 is sampled, 2 says that the trace's id is random.
    package let flags: UInt8

    private static let count = 55

    package init(_ traceID: TraceID, _ spanID: SpanID, flags: UInt8) {
        self.traceID = traceID
        self.spanID = spanID
        self.flags = flags
    }

    /// Reads a value; `nil` for what is none.
    ///
    /// Later versions may have more behind a hyphen; version 255 is never one.
    package init?(_ value: Span<UInt8>) {
        let hyphen = UInt8(ascii: "-")
        guard value.count >= Self.count, value[2] == hyphen, value[35] == hyphen,
            value[52] == hyphen, let version = HexadecimalDigits.value(value, 0..<2),
            version != 255,
            value.count == Self.count || (version > 0 && value[Self.count] == hyphen),
            let high = HexadecimalDigits.value(value, 3..<19),
            let low = HexadecimalDigits.value(value, 19..<35),
            let traceID = TraceID(high: high, low: low),
            let span = HexadecimalDigits.value(value, 36..<52), let spanID = SpanID(span),
            let flags = HexadecimalDigits.value(value, 53..<55)
        else { return nil }
        self.init(traceID, spanID, flags: UInt8(truncatingIfNeeded: flags) & 3)
    }

    package var isSampled: Bool { flags & 1 == 1 }

    /// The value, in version 0.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.count)
        bytes += "00-".utf8
        traceID.append(to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        spanID.append(to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        HexadecimalDigits.append(UInt64(flags), digits: 2, to: &bytes)
        return bytes
    }
}
