extension Span<UInt8> {
    /// Whether the bytes are those of `literal`.
    @inline(__always)
    func holds(_ literal: StaticString) -> Bool {
        guard count == literal.utf8CodeUnitCount else { return false }
        for index in 0..<count where unsafe literal.utf8Start[index] != self[index] {
            return false
        }
        return true
    }

    /// Whether the bytes are those of `literal`, which is in lower case, but for case.
    func holdsIgnoringCase(_ literal: StaticString) -> Bool {
        guard count == literal.utf8CodeUnitCount else { return false }
        for index in 0..<count where unsafe literal.utf8Start[index] != self[index].lowercased {
            return false
        }
        return true
    }

    /// Whether the bytes are those of `other`; eight at a time.
    @inline(__always)
    func holds(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        let (left, right) = unsafe (bytes, other.bytes)
        var index = 0
        while count &- index >= 8 {
            guard
                unsafe left.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
                    == right.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            else { return false }
            index &+= 8
        }
        while index < count {
            guard self[index] == other[index] else { return false }
            index &+= 1
        }
        return true
    }

    /// Whether the bytes are those of `other`, which is in lower case, but for case.
    func holdsIgnoringCase(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in 0..<count where self[index].lowercased != other[index] { return false }
        return true
    }

    /// The range without the blanks, spaces and tabs, at its ends.
    func trimmingBlanks(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, self[start].isBlank { start &+= 1 }
        while end > start, self[end &- 1].isBlank { end &-= 1 }
        return start..<end
    }
}

extension UInt8 {
    /// The letter in lower case, if it is one of ASCII.
    var lowercased: UInt8 { 0x41...0x5A ~= self ? self | 0x20 : self }

    var isBlank: Bool { self == 0x20 || self == 0x09 }
}
