/// How long something takes, in seconds, as a number or as text.
///
/// It is written as it was read.
public struct Seconds: Hashable, Sendable, Codable, EventMember {
    private let scalar: JSONScalar

    /// So many seconds, written as a whole number.
    public init(_ seconds: Int) { scalar = .integer(Int64(seconds)) }

    /// How long; nil beyond 30,000 years.
    public var duration: Duration? { Duration(scalar, milliseconds: 1_000) }

    /// A number, or text that holds one.
    public init(from decoder: any Decoder) throws { scalar = try JSONScalar(from: decoder) }
    /// Writes it as it was read.
    public func encode(to encoder: any Encoder) throws { try scalar.encode(to: encoder) }
}

extension Seconds: ExpressibleByIntegerLiteral {
    /// Seconds.
    public init(integerLiteral value: Int) { self.init(value) }
}
