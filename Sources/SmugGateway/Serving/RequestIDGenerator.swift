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
        var text: [UInt8] = []
        text.append(addingCapacity: 38) { output in
            output.append(UInt8(ascii: "r"))
            output.append(group: high, digits: 8)
            output.append(group: high << 32, digits: 4)
            output.append(group: high << 48, digits: 4)
            output.append(group: low, digits: 4)
            output.append(group: low << 16, digits: 12)
        }
        return text
    }
}

extension OutputSpan<UInt8> {
    /// Appends a hyphen and the highest hexadecimal digits of `bits`.
    fileprivate mutating func append(group bits: UInt64, digits: Int) {
        append(UInt8(ascii: "-"))
        var rest = bits
        for _ in 0..<digits {
            let digit = UInt8(truncatingIfNeeded: rest >> 60)
            append(digit &+ (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") &- 10))
            rest <<= 4
        }
    }
}
