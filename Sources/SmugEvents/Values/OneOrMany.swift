/// Values that stand in a list, or one that stands alone: `"s3:*"` is as good as `["s3:*"]`.
///
/// It is written as it was read.
public struct OneOrMany<Element: Codable & Equatable & Sendable>: Equatable, Sendable {
    /// The values.
    public var values: [Element]
    /// Whether one value is written without a list around it.
    public var isAlone: Bool

    /// A list.
    public init(_ values: [Element] = []) {
        self.values = values
        isAlone = false
    }

    /// One value, alone.
    public init(one value: Element) {
        values = [value]
        isAlone = true
    }
}

extension OneOrMany: ExpressibleByArrayLiteral {
    /// A list.
    public init(arrayLiteral elements: Element...) { self.init(elements) }
}

extension OneOrMany: Codable {
    /// A list, or else one value.
    public init(from decoder: any Decoder) throws {
        if let list = try? decoder.singleValueContainer().decode([Element].self) {
            self.init(list)
        } else {
            self.init(one: try decoder.singleValueContainer().decode(Element.self))
        }
    }

    /// Writes a list, or one value alone.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if isAlone, values.count == 1 {
            try container.encode(values[0])
        } else {
            try container.encode(values)
        }
    }
}

extension OneOrMany: EventMember, Emptiable {
    /// No value.
    public init() { self.init([]) }
    /// Whether there is no value.
    public var isEmpty: Bool { values.isEmpty }
}
