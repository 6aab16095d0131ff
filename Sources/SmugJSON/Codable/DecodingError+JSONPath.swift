extension DecodingError {
    /// Where in the document, as in `$.Records[0].body`.
    ///
    /// A name that is no identifier stands in brackets: `$.headers["x-id"]`.
    public var jsonPath: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            context.codingPath.jsonPath
        case .keyNotFound(let key, let context): (context.codingPath + [key]).jsonPath
        @unknown default: "$"
        }
    }

    /// What is wrong and where, in one line for a person.
    public var jsonMessage: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .keyNotFound(_, let context), .dataCorrupted(let context):
            "\(jsonPath): \(context.debugDescription)"
        @unknown default: "\(self)"
        }
    }
}

extension [any CodingKey] {
    /// The path as in `$.Records[0].body`.
    public var jsonPath: String {
        reduce(into: "$") { path, key in
            if let index = key.intValue {
                path += "[\(index)]"
            } else if Self.isIdentifier(key.stringValue) {
                path += ".\(key.stringValue)"
            } else {
                path +=
                    "["
                    + String(
                        decoding: JSONValue.string(key.stringValue).serialized(), as: UTF8.self)
                    + "]"
            }
        }
    }

    private static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"):
                true
            default: false
            }
        }
    }
}
