internal import SmugJSON

/// `x-amzn-trace-id`: `Root=1-<8 digits>-<24 digits>;Parent=<16 digits>;Sampled=1`.
///
/// Load balancers write it without a parent, and with parts of their own.
package struct XRayTraceHeader: Hashable, Sendable {
    /// What is passed on of the way through Lambda functions, by which Lambda ends loops.
    static let maxLineageBytes = 256

    package let traceID: TraceID
    /// `nil` where nobody has made a span yet.
    package let parent: SpanID?
    /// `nil` where that is left to whoever comes next.
    package let isSampled: Bool?
    /// The value of `Lineage`; empty for none.
    package let lineage: [UInt8]

    package init(
        _ traceID: TraceID, _ parent: SpanID?, isSampled: Bool?, lineage: [UInt8] = []
    ) {
        self.traceID = traceID
        self.parent = parent
        self.isSampled = isSampled
        self.lineage = lineage
    }

    /// Reads a value; `nil` for one without a trace, or with a part that is spoilt.
    package init?(_ value: ArraySlice<UInt8>) {
        var traceID: TraceID?
        var parent: SpanID?
        var isSampled: Bool?
        var lineage: [UInt8] = []
        for part in ListMembers(value, separator: ";") {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let text = part[(equals + 1)...]
            switch part[..<equals] {
            case let name where name.elementsEqual("Root".utf8):
                guard traceID == nil, let id = Self.root(Array(text).span) else { return nil }
                traceID = id
            case let name where name.elementsEqual("Parent".utf8):
                guard parent == nil, let id = Self.span(Array(text).span) else { return nil }
                parent = id
            case let name where name.elementsEqual("Sampled".utf8):
                if text.elementsEqual("1".utf8) { isSampled = true }
                if text.elementsEqual("0".utf8) { isSampled = false }
            case let name where name.elementsEqual("Lineage".utf8):
                if text.count <= Self.maxLineageBytes, text.allSatisfy(Self.isLineageByte) {
                    lineage = Array(text)
                }
            default: break
            }
        }
        guard let traceID else { return nil }
        self.init(traceID, parent, isSampled: isSampled, lineage: lineage)
    }

    /// The value.
    package var bytes: [UInt8] {
        var bytes = Array("Root=1-".utf8)
        bytes.reserveCapacity(80 + lineage.count)
        HexadecimalDigits.append(traceID.high >> 32, digits: 8, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        HexadecimalDigits.append(traceID.high, digits: 8, to: &bytes)
        HexadecimalDigits.append(traceID.low, to: &bytes)
        if let parent {
            bytes += ";Parent=".utf8
            parent.append(to: &bytes)
        }
        if let isSampled { bytes += (isSampled ? ";Sampled=1" : ";Sampled=0").utf8 }
        if !lineage.isEmpty {
            bytes += ";Lineage=".utf8
            bytes += lineage
        }
        return bytes
    }

    private static func root(_ text: Span<UInt8>) -> TraceID? {
        let hyphen = UInt8(ascii: "-")
        guard text.count == 35, text[0] == UInt8(ascii: "1"), text[1] == hyphen,
            text[10] == hyphen, let time = HexadecimalDigits.value(text, 2..<10),
            let middle = HexadecimalDigits.value(text, 11..<19),
            let low = HexadecimalDigits.value(text, 19..<35)
        else { return nil }
        return TraceID(high: time << 32 | middle, low: low)
    }

    private static func span(_ text: Span<UInt8>) -> SpanID? {
        guard text.count == 16 else { return nil }
        return HexadecimalDigits.value(text, 0..<16).flatMap { SpanID($0) }
    }

    private static func isLineageByte(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && byte != UInt8(ascii: ";") && byte != UInt8(ascii: "=")
    }
}
