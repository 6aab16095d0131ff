import SmugHTTP
import SmugJSON
import SmugTelemetry

/// The trace that a request says it is part of, for its line in the log where the gateway itself
/// makes no traces.
enum ForeignTrace {
    /// Where the id stands in the bytes of the fields: that of `traceparent` (W3C Trace Context,
    /// section 3.2), else the root of `x-amzn-trace-id`; `nil` where neither has a valid one.
    static func id(in fields: HTTPFields) -> Range<Int>? {
        let bytes = fields.bytes.span
        var root: Range<Int>?
        for entry in fields.entries {
            if fields.has("traceparent", entry) {
                if let id = parent(bytes, entry.value) { return id }
            } else if fields.has("x-amzn-trace-id", entry) {
                root = root ?? self.root(bytes, entry.value)
            }
        }
        return root
    }

    private static func parent(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Range<Int>? {
        guard TraceParent(bytes.extracting(value)) != nil else { return nil }
        let offsets = TraceParent.traceIDOffsets
        return value.lowerBound + offsets.lowerBound..<value.lowerBound + offsets.upperBound
    }

    /// `Root=1-<8 digits>-<24 digits>`, among other parts with semicolons between them.
    private static func root(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Range<Int>? {
        var start = value.lowerBound
        while start + 40 <= value.upperBound {
            let end =
                (start..<value.upperBound).first { bytes[$0] == UInt8(ascii: ";") }
                ?? value.upperBound
            let id = start + 5..<start + 40
            if end == id.upperBound, holds("Root=1-", bytes, at: start),
                areDigits(bytes, start + 7..<start + 15), bytes[start + 15] == hyphen,
                areDigits(bytes, start + 16..<start + 24),
                areDigits(bytes, start + 24..<start + 40)
            {
                return id
            }
            start = end + 1
            while start < value.upperBound, bytes[start] == UInt8(ascii: " ") { start += 1 }
        }
        return nil
    }

    private static var hyphen: UInt8 { UInt8(ascii: "-") }

    private static func holds(_ text: String, _ bytes: Span<UInt8>, at start: Int) -> Bool {
        text.utf8.enumerated().allSatisfy { bytes[start + $0.offset] == $0.element }
    }

    /// Hexadecimal digits, in lower case as both formats have them; 16 at most.
    private static func areDigits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        HexadecimalDigits.value(bytes, range) != nil
    }
}
