import SmugJSON
import SmugLoop

/// Ids of requests: `r-` and a version 4 UUID.
final class RequestIDGenerator: Sendable {
    private let numbers = UniqueNumbers()

    /// A number that no other request of the process has, and its id.
    func next() -> (number: UInt64, id: [UInt8]) {
        let (count, high, low) = numbers.next()
        return (count, Self.text(high, low))
    }

    /// RFC 9562 section 5.4: the version in the 13th digit, the variant in the 17th.
    private static func text(_ high: UInt64, _ low: UInt64) -> [UInt8] {
        let high = high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        func word(_ number: UInt64) -> UInt64 {
            HexadecimalDigits.word(UInt32(truncatingIfNeeded: number))
        }
        let middle = word(high)
        let next = word(low >> 32)
        let hyphen: UInt64 = 0x2D << 56
        var id: [UInt8] = []
        // The initialiser that takes a capacity looks the array's type up by name each time.
        id.append(addingCapacity: 38) { output in
            unsafe output.withUnsafeMutableBufferPointer { buffer, count in
                func store(_ bytes: UInt64, at index: Int) {
                    unsafe UnsafeMutableRawBufferPointer(buffer)
                        .storeBytes(of: bytes.bigEndian, toByteOffset: index, as: UInt64.self)
                }
                // The last of each eight bytes are written over by the next.
                store(0x722D << 48, at: 0)
                store(word(high >> 32), at: 2)
                store(hyphen | middle >> 8, at: 10)
                store(hyphen | (middle << 32) >> 8, at: 15)
                store(hyphen | next >> 8, at: 20)
                store(hyphen | (next << 32) >> 8, at: 25)
                store(word(low), at: 30)
                count = 38
            }
        }
        return id
    }
}
