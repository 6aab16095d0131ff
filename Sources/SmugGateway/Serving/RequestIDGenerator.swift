import Synchronization

/// Ids of requests: `r-` and a version 4 UUID.
///
/// They need to be unlike all others, not secret: one seed of the system's randomness a process,
/// stretched by SplitMix64, spares two system calls a request.
final class RequestIDGenerator: Sendable {
    private let counter = Atomic<UInt64>(0)
    private let seeds: (UInt64, UInt64)

    init() {
        var system = SystemRandomNumberGenerator()
        seeds = (system.next(), system.next())
    }

    /// A number that no other request of the process has, and its id.
    func next() -> (number: UInt64, id: [UInt8]) {
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        let high = Self.mix(seeds.0 &+ number &* 0x9E37_79B9_7F4A_7C15)
        let low = Self.mix(seeds.1 &+ number &* 0x9E37_79B9_7F4A_7C15)
        return (number, Self.text(high, low))
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// RFC 9562 section 5.4: the version in the 13th digit, the variant in the 17th.
    private static func text(_ high: UInt64, _ low: UInt64) -> [UInt8] {
        let high = high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let middle = hexadecimal(high)
        let next = hexadecimal(low >> 32)
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
                store(hexadecimal(high >> 32), at: 2)
                store(hyphen | middle >> 8, at: 10)
                store(hyphen | (middle << 32) >> 8, at: 15)
                store(hyphen | next >> 8, at: 20)
                store(hyphen | (next << 32) >> 8, at: 25)
                store(hexadecimal(low), at: 30)
                count = 38
            }
        }
        return id
    }

    /// The lower half of a number as eight hexadecimal digits, the first in the highest byte.
    private static func hexadecimal(_ number: UInt64) -> UInt64 {
        // A half to each half of the word, and so on down to a digit to each byte.
        var digits = number & 0xFFFF_FFFF
        digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFF
        digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FF
        digits = (digits | digits << 4) & 0x0F0F_0F0F_0F0F_0F0F
        // A digit above nine carries into the fifth bit.
        let letters = (digits + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return digits + 0x3030_3030_3030_3030 + letters * 0x27
    }
}
