/// The fields of a head as they arrive, and what they say about the message.
struct FieldSection: Sendable {
    private(set) var facts = MessageFacts()
    private var entries: [HTTPFields.Entry] = []

    /// Takes lines up to the empty one.
    ///
    /// - Returns: whether the head is complete; else the input ended before.
    mutating func read(
        _ input: Span<UInt8>, _ offset: inout Int, _ lines: inout LineBuffer, _ limits: HTTPLimits
    ) throws(HTTPParseError) -> Bool {
        let bounds = LineBuffer.Bounds(
            line: limits.maxFieldLineBytes, lineCode: .fieldLineTooLong,
            total: limits.maxHeadBytes, totalCode: .headTooLarge)
        if entries.isEmpty { entries.reserveCapacity(min(16, limits.maxFields)) }
        while let line = try lines.next(input, &offset, bounds) {
            if line.isEmpty {
                lines.giveBack(&offset)
                return true
            }
            guard entries.count < limits.maxFields else { throw HTTPParseError(.tooManyFields) }
            let entry = try lines.field(line)
            try facts.note(lines.bytes, entry)
            entries.append(entry)
        }
        return false
    }

    /// Hands the entries over and starts an empty section.
    mutating func take() -> [HTTPFields.Entry] {
        let taken = entries
        self = FieldSection()
        return taken
    }
}
