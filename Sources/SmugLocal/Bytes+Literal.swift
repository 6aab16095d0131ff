extension [UInt8] {
    /// Whether the bytes of `range` are exactly the literal's.
    func matches(_ literal: StaticString, at range: Range<Int>) -> Bool {
        guard range.count == literal.utf8CodeUnitCount else { return false }
        return starts(literal, at: range)
    }

    /// Whether the bytes of `range` begin with the literal's.
    func starts(_ literal: StaticString, at range: Range<Int>) -> Bool {
        let count = literal.utf8CodeUnitCount
        guard range.count >= count, range.lowerBound >= 0, range.upperBound <= self.count else {
            return false
        }
        let bytes = span
        return literal.withUTF8Buffer { expected in
            for index in 0..<count
            where unsafe bytes[range.lowerBound &+ index] != expected[index] {
                return false
            }
            return true
        }
    }

    /// The bytes of a constant.
    init(_ literal: StaticString) {
        self = literal.withUTF8Buffer { unsafe Array($0) }
    }
}
