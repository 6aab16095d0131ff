import SmugHTTP
import SmugJSON

/// The fields' names with a quick answer to which of them stand more than once.
struct FieldNames {
    let bytes: [UInt8]
    let entries: [HTTPFields.Entry]
    /// Signatures that more than one field has.
    private var repeated: UInt64 = 0

    init(_ fields: HTTPFields) {
        bytes = fields.bytes
        entries = fields.entries
        var seen: UInt64 = 0
        for entry in entries {
            let bit = NameSignature(bytes.span.extracting(entry.name)).bit
            repeated |= seen & bit
            seen |= bit
        }
    }

    /// Whether an earlier field has the same name.
    func isRepetition(_ index: Int) -> Bool {
        guard mayRepeat(index) else { return false }
        for earlier in 0..<index where isSame(earlier, index) { return true }
        return false
    }

    /// Appends the rest of a member, from its name on, with the values of all fields of the name.
    func append(_ index: Int, to output: inout OutputSpan<UInt8>) {
        let entry = entries[index]
        output.append(bytes.span.extracting(entry.name))
        output.append("\":\"")
        output.append(escaping: bytes.span.extracting(entry.value))
        if mayRepeat(index) {
            for later in entries.indices.dropFirst(index + 1) where isSame(index, later) {
                output.append(",")
                output.append(escaping: bytes.span.extracting(entries[later].value))
            }
        }
        output.append("\"")
    }

    /// The value, or the values of all fields of the name with commas between.
    func joinedValue(_ index: Int) -> ArraySlice<UInt8> {
        guard mayRepeat(index) else { return bytes[entries[index].value] }
        var value = Array(bytes[entries[index].value])
        for later in entries.indices.dropFirst(index + 1) where isSame(index, later) {
            value.append(UInt8(ascii: ","))
            value.append(contentsOf: bytes[entries[later].value])
        }
        return value[...]
    }

    private func mayRepeat(_ index: Int) -> Bool {
        repeated != 0
            && repeated & NameSignature(bytes.span.extracting(entries[index].name)).bit != 0
    }

    private func isSame(_ first: Int, _ second: Int) -> Bool {
        let name = bytes.span.extracting(entries[first].name)
        return bytes.span.extracting(entries[second].name).holds(name)
    }
}
