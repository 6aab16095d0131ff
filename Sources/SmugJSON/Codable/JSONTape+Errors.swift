extension JSONTape {
    /// Another kind of value stands there than the type wants; null is a value that is missing.
    func mismatch(_ type: Any.Type, at index: Int) -> DecodingError {
        let found = nodes[index].kind
        let context = DecodingError.Context(
            codingPath: path(to: index),
            debugDescription: "expected \(Self.noun(type)), found \(noun(of: found, at: index))")
        return found == .null ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }

    func missing(_ key: some CodingKey, in object: Int) -> DecodingError {
        .keyNotFound(
            key,
            DecodingError.Context(
                codingPath: path(to: object),
                debugDescription: "expected a member \"\(key.stringValue)\", found none"))
    }

    /// An unkeyed container was asked for more than it holds.
    func exhausted(_ type: Any.Type, in array: Int) -> DecodingError {
        .valueNotFound(
            type,
            DecodingError.Context(
                codingPath: path(to: array) + [JSONPathKey(nodes[array].count)],
                debugDescription: "expected \(Self.noun(type)), found the end of the array"))
    }

    func unrepresentable(_ literal: String, _ type: Any.Type, at index: Int) -> DecodingError {
        .dataCorrupted(
            DecodingError.Context(
                codingPath: path(to: index),
                debugDescription: "the number \(literal) does not fit in \(type)"))
    }

    func malformed(_ error: JSONError, in node: Int) -> DecodingError {
        let before = bytes.prefix(error.offset)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return .dataCorrupted(
            DecodingError.Context(
                codingPath: nodes.isEmpty ? [] : path(to: node),
                debugDescription:
                    "\(error), line \(line), column \(before.count - start + 1)",
                underlyingError: error))
    }

    private func noun(of kind: JSONNode.Kind, at index: Int) -> String {
        switch kind {
        case .null: absentNames[index] == nil ? "null" : "nothing"
        case .yes, .no: "a boolean"
        case .number: "a number"
        case .string, .key: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    private static func noun(_ type: Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Bool.Type: "a boolean"
        case is any Numeric.Type: "a number (\(type))"
        case is [String: Any].Type: "an object"
        case is [Any].Type: "an array"
        default: "a value of type \(type)"
        }
    }
}
