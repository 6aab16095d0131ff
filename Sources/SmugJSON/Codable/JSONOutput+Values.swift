extension JSONOutput {
    /// Writes a value of any type where one is due.
    ///
    /// Those that events are full of are written here, without containers.
    @inline(__always)
    func encode<T: Encodable>(_ value: T) throws {
        if T.self == [String: String].self {
            encode(strings: unsafe unsafeBitCast(value, to: [String: String].self))
        } else if T.self == [String].self {
            encode(list: unsafe unsafeBitCast(value, to: [String].self))
        } else if T.self == JSONValue.self {
            try encode(tree: unsafe unsafeBitCast(value, to: JSONValue.self))
        } else {
            try encode(other: value)
        }
    }

    private func encode<T: Encodable>(other value: T) throws {
        let (depth, length) = (depth, writer.bytes.count)
        try value.encode(to: JSONPositionEncoder(self, serial: nextSerial))
        close(to: depth)
        // As Foundation does; a whole document is the caller's to judge.
        if writer.bytes.count == length, depth > 0 {
            writer.beginObject()
            writer.endObject()
        }
    }

    private func encode(strings: [String: String]) {
        writer.beginObject()
        for (name, value) in strings {
            writer.key(name)
            writer.string(value)
        }
        writer.endObject()
    }

    private func encode(list: [String]) {
        writer.beginArray()
        for element in list { writer.string(element) }
        writer.endArray()
    }

    private func encode(tree: JSONValue) throws {
        guard tree.isFinite else { throw notFinite(tree) }
        writer.value(tree)
    }

    /// The shortest literal that reads back as the value; without a fraction where it has none.
    func number<T: BinaryFloatingPoint & CustomStringConvertible>(_ value: T) throws {
        guard value.isFinite else { throw notFinite(value) }
        let literal = value.description.utf8
        let hasFraction = !literal.suffix(2).elementsEqual(".0".utf8)
        writer.raw(Array(literal.dropLast(hasFraction ? 0 : 2)))
    }

    private func notFinite(_ value: Any) -> EncodingError {
        .invalidValue(
            value,
            EncodingError.Context(
                codingPath: path(to: nil),
                debugDescription: "JSON has no number \(value)"))
    }

    /// Writes those members that the innermost object has no property for.
    func encode(_ others: OtherMembers) throws {
        for (name, value) in others.members where !holds(name) {
            key(name)
            try encode(value)
        }
        for (name, value) in others.blanks where !holds(name) {
            key(name)
            try encode(value)
        }
    }
}

extension JSONValue {
    fileprivate var isFinite: Bool {
        switch self {
        case .double(let value): value.isFinite
        case .array(let elements): elements.allSatisfy(\.isFinite)
        case .object(let object): object.allSatisfy { $0.value.isFinite }
        default: true
        }
    }
}
