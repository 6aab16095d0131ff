extension [UInt8] {
    /// Appends a literal's bytes in one copy.
    mutating func append(_ literal: StaticString) {
        append(addingCapacity: literal.utf8CodeUnitCount) { $0.append(copying: literal) }
    }

    /// Appends a part of a span in one copy.
    mutating func append(_ source: Span<UInt8>, _ range: Range<Int>) {
        guard !range.isEmpty else { return }  // else all threads write to the one empty array
        append(addingCapacity: range.count) { $0.append(copying: source.extracting(range)) }
    }

    /// Appends a number's decimal digits.
    mutating func append(decimal number: Int) {
        guard number >= 0 else {
            append(contentsOf: String(number).utf8)
            return
        }
        var divisor = 1
        while number / divisor >= 10 { divisor &*= 10 }
        var rest = number
        while divisor > 0 {
            append(ASCII.zero &+ UInt8(truncatingIfNeeded: rest / divisor))
            rest %= divisor
            divisor /= 10
        }
    }

    /// Whether the bytes of `range` are exactly the literal's.
    func holds(_ literal: StaticString, at range: Range<Int>) -> Bool {
        guard range.count == literal.utf8CodeUnitCount else { return false }
        let bytes = span
        return literal.withUTF8Buffer { expected in
            for index in 0..<range.count
            where unsafe bytes[range.lowerBound &+ index] != expected[index] {
                return false
            }
            return true
        }
    }

    /// Whether the bytes of `range` are the lower-case literal's, in any case of their letters.
    func holdsIgnoringCase(_ literal: StaticString, at range: Range<Int>) -> Bool {
        guard range.count == literal.utf8CodeUnitCount else { return false }
        let bytes = span
        return literal.withUTF8Buffer { expected in
            for index in 0..<range.count
            where unsafe ASCII.lowercased(bytes[range.lowerBound &+ index]) != expected[index] {
                return false
            }
            return true
        }
    }

    /// The range without blanks (space, tab) at its ends.
    func trimmingBlanks(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, ASCII.isBlank(self[start]) { start &+= 1 }
        while start < end, ASCII.isBlank(self[end &- 1]) { end &-= 1 }
        return start..<end
    }
}

extension Span<UInt8> {
    /// The range without blanks (space, tab) at its ends.
    func trimmingBlanks() -> Range<Int> {
        var start = 0
        var end = count
        while start < end, ASCII.isBlank(self[start]) { start &+= 1 }
        while start < end, ASCII.isBlank(self[end &- 1]) { end &-= 1 }
        return start..<end
    }
}

extension OutputSpan<UInt8> {
    /// Appends bytes, for which there must be room, in one copy.
    @inline(__always)
    mutating func append(copying source: Span<UInt8>) {
        unsafe source.withUnsafeBytes { unsafe append(copying: $0) }
    }

    /// Appends a text that is known when this is compiled, for which there must be room.
    @inline(__always)
    mutating func append(copying literal: StaticString) {
        let count = literal.utf8CodeUnitCount
        unsafe append(copying: UnsafeRawBufferPointer(start: literal.utf8Start, count: count))
    }

    @inline(__always)
    private mutating func append(copying source: UnsafeRawBufferPointer) {
        precondition(source.count <= freeCapacity, "no room for what is copied")
        unsafe withUnsafeMutableBufferPointer { buffer, count in
            unsafe UnsafeMutableRawBufferPointer(buffer.extracting(count...))
                .copyMemory(from: source)
            count &+= source.count
        }
    }
}
