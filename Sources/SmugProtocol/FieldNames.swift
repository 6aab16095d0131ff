import SmugHTTP
import SmugJSON

/// The fields with a quick answer to which of their names stand more than once: mostly none.
struct FieldNames {
    let bytes: [UInt8]
    let entries: [HTTPFields.Entry]
    private var hasRepetitions = false

    init(_ fields: HTTPFields) {
        bytes = fields.bytes
        entries = fields.entries
        var seen: UInt64 = 0
        for (index, entry) in entries.enumerated() where !hasRepetitions {
            let bit = NameSignature(bytes.span.extracting(entry.name)).bit
            if seen & bit != 0 { hasRepetitions = hasEarlier(index) }
            seen |= bit
        }
    }

    /// Whether an earlier field has the same name.
    func isRepetition(_ index: Int) -> Bool {
        hasRepetitions && hasEarlier(index)
    }

    /// Appends a member from its name up to the quote that closes its last value.
    ///
    /// Several cookie fields are one value by whatever rule but `joined` (RFC 9113, section
    /// 8.2.3).
    func append(_ index: Int, _ rule: ValueRule, to output: inout OutputSpan<UInt8>) {
        let name = bytes.span.extracting(entries[index].name)
        output.append(name)
        if case .all = rule { output.append("\":[\"") } else { output.append("\":\"") }
        guard hasRepetitions else { return appendValue(index, to: &output) }
        switch rule {
        case .joined: appendValues(index, separator: ",", to: &output)
        case .all where !name.holds("cookie"):
            appendValues(index, separator: "\",\"", to: &output)
        case .last where !name.holds("cookie"):
            let last = entries.indices.last { isSame(index, $0) }
            appendValue(last ?? index, to: &output)
        case .all, .last: appendValues(index, separator: "; ", to: &output)
        }
    }

    /// The value, or the values of all fields of the name with commas between.
    func joinedValue(_ index: Int) -> ArraySlice<UInt8> {
        guard hasRepetitions else { return bytes[entries[index].value] }
        var value = Array(bytes[entries[index].value])
        for later in entries.indices.dropFirst(index + 1) where isSame(index, later) {
            value.append(UInt8(ascii: ","))
            value.append(contentsOf: bytes[entries[later].value])
        }
        return value[...]
    }

    private func appendValue(_ index: Int, to output: inout OutputSpan<UInt8>) {
        output.append(escaping: bytes.span.extracting(entries[index].value))
    }

    /// Appends the values of all fields of the name, with this between them.
    func appendValues(
        _ index: Int, separator: StaticString, to output: inout OutputSpan<UInt8>
    ) {
        appendValue(index, to: &output)
        guard hasRepetitions else { return }
        for later in entries.indices.dropFirst(index + 1) where isSame(index, later) {
            output.append(separator)
            appendValue(later, to: &output)
        }
    }

    private func hasEarlier(_ index: Int) -> Bool {
        for earlier in 0..<index where isSame(earlier, index) { return true }
        return false
    }

    private func isSame(_ first: Int, _ second: Int) -> Bool {
        let name = bytes.span.extracting(entries[first].name)
        return bytes.span.extracting(entries[second].name).holds(name)
    }
}
