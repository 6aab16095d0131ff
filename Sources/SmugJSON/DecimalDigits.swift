/// Integers in decimal, written without a `String` on the way.
package enum DecimalDigits {
    /// The most bytes a value takes.
    package static let maxCount = 20

    /// Appends `value` in decimal.
    package static func append(_ value: Int64, to output: inout [UInt8]) {
        output.append(addingCapacity: maxCount) { append(value, to: &$0) }
    }

    /// Appends `value` in decimal; the sink must have `maxCount` bytes free.
    package static func append(_ value: Int64, to sink: inout OutputSpan<UInt8>) {
        precondition(sink.freeCapacity >= maxCount, "no room for a number")
        let length = count(of: value)
        unsafe sink.withUnsafeMutableBufferPointer { buffer, count in
            unsafe buffer[count] = UInt8(ascii: "-")
            count &+= length
            var index = count
            var rest = value.magnitude
            while rest >= 100 {
                let pair = UInt8(truncatingIfNeeded: rest % 100)
                rest /= 100
                index &-= 2
                unsafe buffer[index] = 0x30 &+ pair / 10
                unsafe buffer[index &+ 1] = 0x30 &+ pair % 10
            }
            let last = UInt8(truncatingIfNeeded: rest)
            unsafe buffer[index &- 1] = 0x30 &+ last % 10
            if last >= 10 { unsafe buffer[index &- 2] = 0x30 &+ last / 10 }
        }
    }

    /// How many bytes `append` writes.
    package static func count(of value: Int64) -> Int {
        var count = value < 0 ? 2 : 1
        var limit: UInt64 = 10
        // The last limit that fits is beyond what any value reaches.
        while value.magnitude >= limit {
            count &+= 1
            limit &*= 10
        }
        return count
    }
}
