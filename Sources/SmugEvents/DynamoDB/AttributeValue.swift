public import SmugJSON

/// A value of a table.
///
/// Numbers are text, as they come: DynamoDB's have up to 38 digits.
///
/// [AWS: AttributeValue](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html)
public enum AttributeValue: Equatable, Sendable {
    case string(String)
    case number(String)
    case binary(Base64Text)
    case boolean(Bool)
    case null
    case list([AttributeValue])
    case map(Map<AttributeValue>)
    case stringSet([String])
    case numberSet([String])
    case binarySet([Base64Text])
    /// A type that is not known here, as it came.
    case other(JSONObject)
}

extension AttributeValue {
    /// The text, if this is one.
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The number's text, if this is one.
    public var number: String? { if case .number(let value) = self { value } else { nil } }
    /// The number, if this is one; beyond 2^53 it is rounded.
    public var double: Double? { number.flatMap { Double($0) } }
    /// The number, if this is a whole one that fits.
    public var int: Int? { number.flatMap { Int($0) } }
    /// The boolean, if this is one.
    public var bool: Bool? { if case .boolean(let value) = self { value } else { nil } }
    /// The elements, if this is a list.
    public var list: [AttributeValue]? { if case .list(let value) = self { value } else { nil } }
    /// The members, if this is a map.
    public var map: Map<AttributeValue>? { if case .map(let value) = self { value } else { nil } }
}

extension AttributeValue: Codable {
    private enum Kind: String, CodingKey, CaseIterable {
        case string = "S"
        case number = "N"
        case binary = "B"
        case boolean = "BOOL"
        case null = "NULL"
        case list = "L"
        case map = "M"
        case stringSet = "SS"
        case numberSet = "NS"
        case binarySet = "BS"
    }

    /// An object with one member, which says the type.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: MemberName.self)
        let names = container.allKeys
        guard names.count == 1, let kind = Kind(stringValue: names[0].stringValue),
            let value = try? Self(kind, try decoder.container(keyedBy: Kind.self))
        else {
            self = .other(try JSONObject(from: decoder))
            return
        }
        self = value
    }

    private init(_ kind: Kind, _ container: KeyedDecodingContainer<Kind>) throws {
        func value<T: Decodable>(_ type: T.Type) throws -> T {
            try container.Swift::decode(type, forKey: kind)
        }
        switch kind {
        case .string: self = .string(try value(String.self))
        case .number: self = .number(try value(String.self))
        case .binary: self = .binary(try value(Base64Text.self))
        case .boolean: self = .boolean(try value(Bool.self))
        case .null:
            guard try value(Bool.self) else {
                throw DecodingError.dataCorruptedError(
                    forKey: kind, in: container, debugDescription: "NULL is true")
            }
            self = .null
        case .list: self = .list(try value([AttributeValue].self))
        case .map: self = .map(try value(Map<AttributeValue>.self))
        case .stringSet: self = .stringSet(try value([String].self))
        case .numberSet: self = .numberSet(try value([String].self))
        case .binarySet: self = .binarySet(try value([Base64Text].self))
        }
    }

    /// Writes an object with one member.
    public func encode(to encoder: any Encoder) throws {
        if case .other(let object) = self { return try object.encode(to: encoder) }
        var container = encoder.container(keyedBy: Kind.self)
        func write(_ value: some Encodable, _ kind: Kind) throws {
            try container.Swift::encode(value, forKey: kind)
        }
        switch self {
        case .string(let value): try write(value, .string)
        case .number(let value): try write(value, .number)
        case .binary(let value): try write(value, .binary)
        case .boolean(let value): try write(value, .boolean)
        case .null: try write(true, .null)
        case .list(let value): try write(value, .list)
        case .map(let value): try write(value, .map)
        case .stringSet(let value): try write(value, .stringSet)
        case .numberSet(let value): try write(value, .numberSet)
        case .binarySet(let value): try write(value, .binarySet)
        case .other: break
        }
    }
}

extension AttributeValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    /// Text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
}
