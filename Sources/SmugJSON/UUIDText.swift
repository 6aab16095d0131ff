/// UUIDs as text.
package enum UUIDText {
    package static let count = 36

    /// Writes a UUID of version 4: all bits of two numbers but six (RFC 9562, section 5.4).
    ///
    /// The output has room for ``count`` bytes.
    package static func write(_ high: UInt64, _ low: UInt64, to output: inout OutputSpan<UInt8>) {
        precondition(output.freeCapacity >= count, "no room for a UUID")
        // The version in the 13th digit, the variant in the 17th.
        let high = high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        func word(_ number: UInt64) -> UInt64 {
            HexadecimalDigits.word(UInt32(truncatingIfNeeded: number))
        }
        let middle = word(high)
        let next = word(low >> 32)
        let hyphen: UInt64 = 0x2D << 56
        unsafe output.withUnsafeMutableBufferPointer { buffer, written in
            let start = written
            func store(_ bytes: UInt64, at index: Int) {
                unsafe UnsafeMutableRawBufferPointer(buffer)
                    .storeBytes(of: bytes.bigEndian, toByteOffset: start + index, as: UInt64.self)
            }
            // The last of each eight bytes are written over by the next.
            store(word(high >> 32), at: 0)
            store(hyphen | middle >> 8, at: 8)
            store(hyphen | (middle << 32) >> 8, at: 13)
            store(hyphen | next >> 8, at: 18)
            store(hyphen | (next << 32) >> 8, at: 23)
            store(word(low), at: 28)
            written += count
        }
    }
}
