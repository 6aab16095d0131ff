/// How long something takes, in minutes, as a number or as text.
///
/// It is written as it was read.
public struct Minutes: Hashable, Sendable, Codable, EventMember {
    private let scalar: JSONScalar

    /// So many minutes, written as a whole number.
    public init(_ minutes: Int) { scalar = .integer(Int64(minutes)) }

    /// How long; nil beyond 30,000 years.
    public var duration: Duration? { Duration(scalar, milliseconds: 60_000) }

    /// A number, or text that holds one.
    public init(from decoder: any Decoder) throws { scalar = try JSONScalar(from: decoder) }
    /// Writes it as it was read.
    public func encode(to encoder: any Encoder) throws { try scalar.encode(to: encoder) }
}

extension Minutes: ExpressibleByIntegerLiteral {
    /// Minutes.
    public init(integerLiteral value: Int) { self.init(value) }
}
