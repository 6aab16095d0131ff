extension JSONReader {
    /// The string, unescaped.
    package func string(_ string: JSONString) -> String {
        guard string.hasEscapes else { return String(decoding: bytes[string.range], as: UTF8.self) }
        var output: [UInt8] = []
        append(string, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends the string's UTF-8, unescaped; one copy when it holds no escape.
    package func append(_ string: JSONString, to output: inout [UInt8]) {
        string.append(from: bytes, to: &output)
    }

    /// Whether the string, unescaped, is `literal`, byte by byte.
    @inlinable @inline(__always)
    package func equals(_ string: JSONString, _ literal: StaticString) -> Bool {
        let length = string.range.upperBound &- string.range.lowerBound
        // An escape is longer than what it stands for.
        guard length >= literal.utf8CodeUnitCount else { return false }
        if string.hasEscapes { return equalsUnescaped(string, literal) }
        return length == literal.utf8CodeUnitCount && bytes.holds(literal, at: string.range)
    }

    @usableFromInline func equalsUnescaped(_ string: JSONString, _ literal: StaticString) -> Bool {
        var output: [UInt8] = []
        append(string, to: &output)
        return output.count == literal.utf8CodeUnitCount
            && output.holds(literal, at: 0..<output.count)
    }

    /// The number, when its literal is an integer that fits.
    package func int(_ number: JSONNumber) -> Int? {
        guard number.isInteger else { return nil }
        var index = number.range.lowerBound
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        var value = 0
        while index < number.range.upperBound {
            let digit = Int(bytes[index]) - 0x30
            let (shifted, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (next, overflows) = shifted.addingReportingOverflow(isNegative ? -digit : digit)
            if isTooLarge || overflows { return nil }
            value = next
            index += 1
        }
        return value
    }

    /// The nearest `Double`; infinite when the literal is beyond its range.
    package func double(_ number: JSONNumber) -> Double {
        Double(String(decoding: bytes[number.range], as: UTF8.self)) ?? .nan
    }

}

extension JSONString {
    /// The UTF-8 of a string of this document: a slice of it, unless the string holds an escape.
    @inlinable package func utf8(in document: [UInt8]) -> ArraySlice<UInt8> {
        hasEscapes ? unescaped(in: document) : document[range]
    }

    /// Appends the UTF-8 of a string of this document; one copy when it holds no escape.
    package func append(from document: [UInt8], to output: inout [UInt8]) {
        guard hasEscapes else {
            output.append(contentsOf: document[range])
            return
        }
        JSONUnescaping.append(document.span, in: range, to: &output)
    }

    @usableFromInline func unescaped(in document: [UInt8]) -> ArraySlice<UInt8> {
        var output: [UInt8] = []
        append(from: document, to: &output)
        return output[...]
    }
}

extension [UInt8] {
    /// Whether the bytes of a range are the literal's, which is as long.
    @usableFromInline func holds(_ literal: StaticString, at range: Range<Int>) -> Bool {
        unsafe withUnsafeBytes { bytes in
            let found = unsafe UnsafeRawBufferPointer(rebasing: bytes[range])
            let expected = unsafe UnsafeRawPointer(literal.utf8Start)
            var offset = 0
            while found.count &- offset >= 8 {
                let word = unsafe found.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                guard unsafe word == expected.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                else { return false }
                offset &+= 8
            }
            while offset < found.count {
                guard unsafe found[offset] == literal.utf8Start[offset] else { return false }
                offset &+= 1
            }
            return true
        }
    }
}
