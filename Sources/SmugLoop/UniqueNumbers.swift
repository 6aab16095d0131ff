internal import Synchronization

/// Numbers for ids, of which no two in the world should be the same.
///
/// They need to be unlike all others, not secret: one seed of the system's randomness a process,
/// stretched by SplitMix64 (Steele, Lea, Flood 2014), spares a system call an id.
package final class UniqueNumbers: Sendable {
    private let counter = Atomic<UInt64>(0)
    private let seeds: (UInt64, UInt64)

    /// - Parameter seeds: two of their own for ids that can be foretold, in tests.
    package init(seeds: (UInt64, UInt64)? = nil) {
        var system = SystemRandomNumberGenerator()
        self.seeds = seeds ?? (system.next(), system.next())
    }

    /// How often it has been asked, and two numbers that no other call gets.
    package func next() -> (count: UInt64, high: UInt64, low: UInt64) {
        let count = counter.wrappingAdd(1, ordering: .relaxed).newValue
        return (
            count, Self.splitMix64(seed: seeds.0, at: count),
            Self.splitMix64(seed: seeds.1, at: count)
        )
    }

    /// The number at a place of a seed's sequence; the first is at 1.
    package static func splitMix64(seed: UInt64, at place: UInt64) -> UInt64 {
        var mixed = seed &+ place &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
