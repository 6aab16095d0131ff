internal import SmugJSON
internal import Synchronization

/// Ids of invocations: version 4 UUIDs, as Lambda's are, and trace ids that fit them.
///
/// They need to be unlike all others, not secret: one seed of the system's randomness a process,
/// stretched by SplitMix64, spares two system calls an invocation.
final class RequestIDs: Sendable {
    private let counter = Atomic<UInt64>(0)
    private let seeds: (UInt64, UInt64)

    init(seeds: (UInt64, UInt64)? = nil) {
        var system = SystemRandomNumberGenerator()
        self.seeds = seeds ?? (system.next(), system.next())
    }

    /// 36 bytes: an id that no other call has returned.
    func next() -> [UInt8] {
        let (high, low) = numbers()
        // RFC 9562 section 5.4: the version in the 13th digit, the variant in the 17th.
        let version = high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let variant = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        var id: [UInt8] = []
        id.reserveCapacity(36)
        let hyphen = UInt8(ascii: "-")
        HexadecimalDigits.append(version >> 32, digits: 8, to: &id)
        id.append(hyphen)
        HexadecimalDigits.append(version >> 16, digits: 4, to: &id)
        id.append(hyphen)
        HexadecimalDigits.append(version, digits: 4, to: &id)
        id.append(hyphen)
        HexadecimalDigits.append(variant >> 48, digits: 4, to: &id)
        id.append(hyphen)
        HexadecimalDigits.append(variant, digits: 12, to: &id)
        return id
    }

    /// A trace that nobody samples: `Root=1-66a7b8c9-…;Parent=…;Sampled=0`.
    func nextTrace(at epochSeconds: Int64) -> [UInt8] {
        let (high, low) = numbers()
        let (parent, _) = numbers()
        var trace = [UInt8]("Root=1-" as StaticString)
        trace.reserveCapacity(72)
        HexadecimalDigits.append(UInt64(truncatingIfNeeded: epochSeconds), digits: 8, to: &trace)
        trace.append(UInt8(ascii: "-"))
        HexadecimalDigits.append(high, to: &trace)
        HexadecimalDigits.append(low, digits: 8, to: &trace)
        trace += ";Parent=".utf8
        HexadecimalDigits.append(parent, to: &trace)
        trace += ";Sampled=0".utf8
        return trace
    }

    /// 32 hexadecimal digits, as the end of a log stream's name.
    func nextLogStream() -> String {
        let (high, low) = numbers()
        var name: [UInt8] = []
        HexadecimalDigits.append(high, to: &name)
        HexadecimalDigits.append(low, to: &name)
        return String(decoding: name, as: UTF8.self)
    }

    private func numbers() -> (UInt64, UInt64) {
        let step =
            counter.wrappingAdd(1, ordering: .relaxed).newValue &* 0x9E37_79B9_7F4A_7C15
        return (Self.mix(seeds.0 &+ step), Self.mix(seeds.1 &+ step))
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
