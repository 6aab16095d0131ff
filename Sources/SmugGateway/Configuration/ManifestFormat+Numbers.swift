extension ManifestFormat where Value == Int {
    /// A whole number: an integer, a float without fraction, or either as text.
    ///
    /// Templates of CloudFormation turn numbers into text on the way.
    static func integer(_ range: ClosedRange<Int>) -> ManifestFormat {
        ManifestFormat(shape: .integer(range)) { cursor, problems in
            let remedy = "give a whole number from \(range.lowerBound) to \(range.upperBound)"
            guard let number = ManifestNumber(cursor.node) else {
                problems.add(cursor, isNot: "a whole number", remedy: remedy)
                return nil
            }
            guard let value = number.integer else {
                let reason = number.isWhole ? "which is out of range" : "not a whole number"
                problems.add(cursor, "is \(number.text.excerpt), \(reason)", remedy: remedy)
                return nil
            }
            guard range.contains(value) else {
                let side = value < range.lowerBound ? "less" : "more"
                let bound = value < range.lowerBound ? range.lowerBound : range.upperBound
                problems.add(cursor, "is \(value), \(side) than \(bound)", remedy: remedy)
                return nil
            }
            return value
        }
    }
}

extension ManifestFormat where Value == Double {
    /// A finite number, also as text.
    static func number(_ bound: NumberBound) -> ManifestFormat {
        ManifestFormat(shape: .number(bound)) { cursor, problems in
            let wanted = "a finite number \(bound)"
            guard let number = ManifestNumber(cursor.node), number.double.isFinite,
                bound.contains(number.double)
            else {
                problems.add(cursor, isNot: wanted, remedy: "give \(wanted)")
                return nil
            }
            return number.double
        }
    }
}

/// A number as it may stand in a manifest.
private struct ManifestNumber {
    let text: String
    let double: Double
    /// `nil` if there is a fraction or `Int` cannot hold it.
    let integer: Int?

    var isWhole: Bool { double.isFinite && double.rounded() == double }

    init?(_ node: YAMLNode) {
        guard case .scalar(let scalar) = node.content else { return nil }
        let resolved: YAMLScalar.Resolved?
        if case .string(let string) = scalar.resolved {
            resolved = Self.decimal(string)
        } else {
            resolved = scalar.resolved
        }
        text = scalar.text
        switch resolved {
        case .integer(let value): (integer, double) = (value, Double(value))
        case .float(let value): (integer, double) = (Int(exactly: value), value)
        default: return nil
        }
    }

    /// The decimal number in a text that may have white space around it.
    private static func decimal(_ text: String) -> YAMLScalar.Resolved? {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        guard !rest.contains(where: { "xo".contains($0) }) else { return nil }
        return YAMLScalar.number(String(rest))
    }
}
