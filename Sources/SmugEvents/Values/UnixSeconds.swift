/// A time in seconds since 1970, whole or not, as a number or as text.
///
/// It is written as it was read.
public struct UnixSeconds: Hashable, Sendable, Codable, EventMember {
    private let scalar: JSONScalar

    /// A time that is written as a whole number.
    public init(_ seconds: Int) { scalar = .integer(Int64(seconds)) }
    /// A time that is written as a number.
    public init(_ seconds: Double) { scalar = .double(seconds) }

    /// The seconds.
    public var seconds: Double? { scalar.double }

    /// The time since 1 January 1970, UTC; nil beyond 30,000 years.
    public var sinceEpoch: Duration? { Duration(scalar, milliseconds: 1_000) }

    /// A number, or text that holds one.
    public init(from decoder: any Decoder) throws { scalar = try JSONScalar(from: decoder) }
    /// Writes it as it was read.
    public func encode(to encoder: any Encoder) throws { try scalar.encode(to: encoder) }
}

extension UnixSeconds: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    /// Seconds.
    public init(integerLiteral value: Int) { self.init(value) }
    /// Seconds.
    public init(floatLiteral value: Double) { self.init(value) }
}
