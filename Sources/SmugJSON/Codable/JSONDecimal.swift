/// Numbers from their literals, in the few steps that suffice for nearly all.
enum JSONDecimal {
    /// The powers of ten that a `Double` holds exactly.
    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    /// The value of a literal without fraction and exponent; nil when it does not fit.
    @inline(__always)
    static func int64(_ bytes: [UInt8], in literal: Range<Int>) -> Int64? {
        let isNegative = bytes[literal.lowerBound] == UInt8(ascii: "-")
        var index = literal.lowerBound &+ (isNegative ? 1 : 0)
        // What has 18 digits fits.
        guard literal.upperBound &- index <= 18 else { return long(bytes, in: literal) }
        var value: Int64 = 0
        while index < literal.upperBound {
            value = value &* 10 &+ Int64(bytes[index] &- 0x30)
            index &+= 1
        }
        return isNegative ? -value : value
    }

    private static func long(_ bytes: [UInt8], in literal: Range<Int>) -> Int64? {
        let isNegative = bytes[literal.lowerBound] == UInt8(ascii: "-")
        var value: Int64 = 0
        for index in literal.dropFirst(isNegative ? 1 : 0) {
            let digit = Int64(bytes[index] &- 0x30)
            let (shifted, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (next, overflows) = shifted.addingReportingOverflow(isNegative ? -digit : digit)
            if isTooLarge || overflows { return nil }
            value = next
        }
        return value
    }

    /// The nearest `Double`, where one multiplication or division of exact values gives it.
    ///
    /// Clinger's fast path: both the digits, below 2^53, and the power of ten, up to 10^22, are
    /// exact, so that the result is rounded once.
    static func double(_ bytes: [UInt8], in literal: Range<Int>) -> Double? {
        var (digits, count, fraction, exponent): (UInt64, Int, Int, Int) = (0, 0, 0, 0)
        let isNegative = bytes[literal.lowerBound] == UInt8(ascii: "-")
        var index = literal.lowerBound &+ (isNegative ? 1 : 0)
        var isFraction = false
        while index < literal.upperBound {
            let byte = bytes[index]
            index &+= 1
            if byte == UInt8(ascii: ".") {
                isFraction = true
                continue
            }
            guard byte &- 0x30 < 10 else {
                if bytes[index] == UInt8(ascii: "+") { index &+= 1 }
                guard let written = int64(bytes, in: index..<literal.upperBound),
                    abs(written) < 400
                else { return nil }
                exponent = Int(written)
                break
            }
            if digits != 0 || byte != 0x30 { count &+= 1 }
            guard count <= 19 else { return nil }
            digits = digits &* 10 &+ UInt64(byte &- 0x30)
            if isFraction { fraction &+= 1 }
        }
        let power = exponent &- fraction
        guard digits <= 1 &<< 53, abs(power) < powers.count else { return nil }
        let magnitude = Double(digits)
        let value = power < 0 ? magnitude / powers[-power] : magnitude * powers[power]
        return isNegative ? -value : value
    }
}
