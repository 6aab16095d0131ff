/// Integers in decimal, written without a `String` on the way.
package enum DecimalDigits {
    /// Appends `value` in decimal.
    package static func append(_ value: Int64, to output: inout [UInt8]) {
        output.append(addingCapacity: 20) { sink in
            if value < 0 { sink.append(UInt8(ascii: "-")) }
            var rest = value.magnitude
            var divisor = highestPower(in: rest)
            while divisor > 0 {
                sink.append(UInt8(truncatingIfNeeded: 0x30 + rest / divisor))
                rest %= divisor
                divisor /= 10
            }
        }
    }

    /// How many bytes `append` writes.
    package static func count(of value: Int64) -> Int {
        var count = value < 0 ? 2 : 1
        var rest = value.magnitude / 10
        while rest > 0 {
            count += 1
            rest /= 10
        }
        return count
    }

    /// The power of ten of the first digit; 1 for 0.
    private static func highestPower(in value: UInt64) -> UInt64 {
        var power: UInt64 = 1
        while value / power >= 10 { power *= 10 }
        return power
    }
}
