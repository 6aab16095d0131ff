internal import SmugJSON

/// A number as it stands in a payload, be it in a string.
enum JSONScalar: Hashable, Sendable {
    case integer(Int64)
    case double(Double)
    case text(String)

    /// The number, if the text is one.
    var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .double(let value): value
        case .text(let text): Double(text)
        }
    }

    /// The number, where it is whole and fits.
    var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .double(let value): Int64(exactly: value)
        case .text(let text): Int64(text) ?? Double(text).flatMap { Int64(exactly: $0) }
        }
    }
}

extension JSONScalar: Codable {
    init(from decoder: any Decoder) throws {
        switch try JSONValue(from: decoder) {
        case .integer(let value): self = .integer(value)
        case .double(let value): self = .double(value)
        case .string(let text) where Double(text) != nil: self = .text(text)
        default:
            throw DecodingError.typeMismatch(
                Double.self,
                DecodingError.Context(
                    codingPath: decoder.codingPath,
                    debugDescription: "a number expected, or text that holds one"))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .integer(let value): try container.encode(value)
        case .double(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        }
    }
}

extension Duration {
    /// So many of a unit; nil where that is beyond 30,000 years.
    init?(_ scalar: JSONScalar, milliseconds unit: Int64) {
        let limit: Int64 = 1_000_000_000_000_000
        if let integer = scalar.integer, let product = integer.product(unit),
            (-limit...limit).contains(product)
        {
            self = .milliseconds(product)
        } else if let double = scalar.double, (double * Double(unit)).magnitude < Double(limit) {
            self = .milliseconds(double * Double(unit))
        } else {
            return nil
        }
    }
}

extension Int64 {
    fileprivate func product(_ other: Int64) -> Int64? {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? nil : product
    }
}
