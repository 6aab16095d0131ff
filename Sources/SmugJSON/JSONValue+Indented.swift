extension JSONValue {
    /// The document for a person: a member a line, two spaces a level, a line end behind it.
    public var indented: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer, indent: 0)
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func write(to writer: inout JSONWriter, indent: Int) {
        switch self {
        case .array(let elements) where !elements.isEmpty:
            writer.bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                Self.beginLine(index > 0, indent + 1, &writer)
                element.write(to: &writer, indent: indent + 1)
            }
            Self.beginLine(false, indent, &writer)
            writer.bytes.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            writer.bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.enumerated() {
                Self.beginLine(index > 0, indent + 1, &writer)
                writer.bytes += Self.scalar(.string(member.key)) + Array(": ".utf8)
                member.value.write(to: &writer, indent: indent + 1)
            }
            Self.beginLine(false, indent, &writer)
            writer.bytes.append(UInt8(ascii: "}"))
        default: writer.bytes += Self.scalar(self)
        }
    }

    private static func beginLine(_ comma: Bool, _ indent: Int, _ writer: inout JSONWriter) {
        writer.bytes += (comma ? ",\n" : "\n").utf8
        writer.bytes += repeatElement(UInt8(ascii: " "), count: indent * 2)
    }

    private static func scalar(_ value: JSONValue) -> [UInt8] {
        var writer = JSONWriter(capacity: 32)
        writer.value(value)
        return writer.bytes
    }
}
