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

    /// Appends a member but for its outer quotes, with the values of all fields of the name.
    func append(_ index: Int, to output: inout OutputSpan<UInt8>) {
        let entry = entries[index]
        output.append(bytes.span.extracting(entry.name))
        output.append("\":\"")
        output.append(escaping: bytes.span.extracting(entry.value))
        guard hasRepetitions else { return }
        for later in entries.indices.dropFirst(index + 1) where isSame(index, later) {
            output.append(",")
            output.append(escaping: bytes.span.extracting(entries[later].value))
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

    private func hasEarlier(_ index: Int) -> Bool {
        for earlier in 0..<index where isSame(earlier, index) { return true }
        return false
    }

    private func isSame(_ first: Int, _ second: Int) -> Bool {
        let name = bytes.span.extracting(entries[first].name)
        return bytes.span.extracting(entries[second].name).holds(name)
    }
}
