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
        guard string.hasEscapes else {
            output.append(contentsOf: bytes[string.range])
            return
        }
        JSONUnescaping.append(bytes.span, in: string.range, to: &output)
    }

    /// Whether the string, unescaped, is `literal`, byte by byte.
    package func equals(_ string: JSONString, _ literal: StaticString) -> Bool {
        if string.hasEscapes {
            var output: [UInt8] = []
            append(string, to: &output)
            return Self.isEqual(output[...], literal)
        }
        return Self.isEqual(bytes[string.range], literal)
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

    private static func isEqual(_ bytes: ArraySlice<UInt8>, _ literal: StaticString) -> Bool {
        let count = literal.utf8CodeUnitCount
        guard bytes.count == count else { return false }
        let start = bytes.startIndex
        for index in 0..<count where unsafe literal.utf8Start[index] != bytes[start + index] {
            return false
        }
        return true
    }
}
