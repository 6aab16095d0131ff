/// A name of a set that AWS may enlarge: what is not known today is a value all the same.
public protocol OpenEnum: RawRepresentable, ExpressibleByStringLiteral, Codable, Hashable, Sendable,
    EventMember
where RawValue == String, StringLiteralType == String {
    /// A name, known or not.
    init(rawValue: String)
}

extension OpenEnum {
    /// A name, known or not.
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    /// Text.
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
