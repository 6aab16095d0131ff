/// A number or boolean that AWS also writes as text: `3` or `"3"`.
///
/// It is written as it was read.
public struct Lenient<Value: LosslessStringConvertible & Codable & Hashable & Sendable>: Hashable,
    Sendable
{
    /// The number or boolean.
    public var value: Value {
        didSet { if text != nil { text = value.description } }
    }

    /// Its text, where it stands in one.
    private var text: String?

    /// A value that is written as such.
    public init(_ value: Value) { self.value = value }

    /// A value that is written as text.
    public init(asText value: Value) {
        self.value = value
        text = value.description
    }
}

extension Lenient: Codable {
    /// A value, or text that reads as one.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let text = try? container.decode(String.self) else {
            self.init(try container.decode(Value.self))
            return
        }
        guard let value = Value(text) else {
            // Without the text, which may be a secret that stands in the wrong place.
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\(Value.self) expected, or text that holds one")
        }
        self.init(value)
        self.text = text
    }

    /// Writes a value, or text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let text { try container.encode(text) } else { try container.encode(value) }
    }
}

extension Lenient: EventMember {}

extension Lenient: ExpressibleByIntegerLiteral where Value == Int {
    /// A number.
    public init(integerLiteral value: Int) { self.init(value) }
}

extension Lenient: ExpressibleByBooleanLiteral where Value == Bool {
    /// A boolean.
    public init(booleanLiteral value: Bool) { self.init(value) }
}
