/// Numbers and bytes as lower-case hexadecimal digits, all of them: zeros in front are written too.
package enum HexadecimalDigits {
    /// The number that stands in `range`, of 16 digits at most; `nil` where anything else does.
    package static func value(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
        var value: UInt64 = 0
        for index in range {
            guard let digit = digit(bytes[index]) else { return nil }
            value = value << 4 | UInt64(digit)
        }
        return value
    }

    /// Appends the lowest `count` digits of a number.
    package static func append(_ value: UInt64, digits count: Int = 16, to output: inout [UInt8]) {
        let high = word(UInt32(truncatingIfNeeded: value >> 32))
        let low = word(UInt32(truncatingIfNeeded: value))
        output.append(addingCapacity: count) { sink in
            for index in (0..<count).reversed() {
                let word = index < 8 ? low : high
                sink.append(UInt8(truncatingIfNeeded: word >> UInt64(index % 8 * 8)))
            }
        }
    }

    /// Appends two digits for each byte.
    package static func append(_ source: Span<UInt8>, to output: inout [UInt8]) {
        guard !source.isEmpty else { return }  // else all threads write to the one empty array
        output.append(addingCapacity: source.count * 2) { sink in
            unsafe sink.withUnsafeMutableBufferPointer { buffer, count in
                unsafe write(source, to: UnsafeMutableRawBufferPointer(buffer), at: count)
                count &+= source.count &* 2
            }
        }
    }

    /// Writes two digits for each byte into memory that has the room behind `start`.
    package static func write(
        _ source: Span<UInt8>, to target: UnsafeMutableRawBufferPointer, at start: Int = 0
    ) {
        let whole = source.count & ~3
        var index = 0
        while index < whole {
            let number = unsafe source.bytes.unsafeLoadUnaligned(
                fromByteOffset: index, as: UInt32.self)
            let digits = word(UInt32(bigEndian: number)).bigEndian
            unsafe target.storeBytes(
                of: digits, toByteOffset: start &+ index &* 2, as: UInt64.self)
            index &+= 4
        }
        for index in whole..<source.count {
            let digits = word(UInt32(source[index]))
            unsafe target[start &+ index &* 2] = UInt8(truncatingIfNeeded: digits >> 8)
            unsafe target[start &+ index &* 2 &+ 1] = UInt8(truncatingIfNeeded: digits)
        }
    }

    /// A number's eight digits, the first in the highest byte.
    @inlinable package static func word(_ number: UInt32) -> UInt64 {
        // A half to each half of the word, and so on down to a digit to each byte.
        var digits = UInt64(number)
        digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFF
        digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FF
        digits = (digits | digits << 4) & 0x0F0F_0F0F_0F0F_0F0F
        // A digit above nine carries into the fifth bit.
        let letters = (digits + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return digits + 0x3030_3030_3030_3030 + letters * 0x27
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
