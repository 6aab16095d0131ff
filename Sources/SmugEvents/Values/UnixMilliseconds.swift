/// A time in milliseconds since 1970, as a number or as text.
///
/// It is written as it was read.
public struct UnixMilliseconds: Hashable, Sendable, Codable, EventMember {
    private let scalar: JSONScalar

    /// A time that is written as a number.
    public init(_ milliseconds: Int) { scalar = .integer(Int64(milliseconds)) }

    /// The milliseconds; nil where they are not whole, or more than fit.
    public var milliseconds: Int? { scalar.integer.flatMap { Int(exactly: $0) } }

    /// The time since 1 January 1970, UTC; nil beyond 30,000 years.
    public var sinceEpoch: Duration? { Duration(scalar, milliseconds: 1) }

    /// A number, or text that holds one.
    public init(from decoder: any Decoder) throws { scalar = try JSONScalar(from: decoder) }
    /// Writes it as it was read.
    public func encode(to encoder: any Encoder) throws { try scalar.encode(to: encoder) }
}

extension UnixMilliseconds: ExpressibleByIntegerLiteral {
    /// Milliseconds.
    public init(integerLiteral value: Int) { self.init(value) }
}
