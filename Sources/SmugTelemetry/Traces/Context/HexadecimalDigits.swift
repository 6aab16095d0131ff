/// Numbers as lower-case hexadecimal digits, all of them, as every trace header has them.
enum HexadecimalDigits {
    /// The number that stands in `range`, of 16 digits at most; `nil` where anything else does.
    static func value(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
        var value: UInt64 = 0
        for index in range {
            guard let digit = digit(bytes[index]) else { return nil }
            value = value << 4 | UInt64(digit)
        }
        return value
    }

    /// Appends the lowest `count` digits of a number.
    static func append(_ value: UInt64, digits count: Int = 16, to bytes: inout [UInt8]) {
        for index in (0..<count).reversed() {
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(index * 4) & 15)
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
