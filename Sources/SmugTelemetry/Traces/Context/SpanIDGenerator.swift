internal import Synchronization

/// Ids of traces and spans.
///
/// They need to be unlike all others, not secret: one seed of the system's randomness a process,
/// stretched by SplitMix64, spares a system call a span.
package final class SpanIDGenerator: Sendable {
    /// What the ids of new traces begin with.
    package enum Form: Sendable {
        /// Nothing: all of it is random.
        case random
        /// The time of the trace, in seconds since 1970, as AWS X-Ray wants it.
        case xray
    }

    private let counter = Atomic<UInt64>(0)
    private let seeds: (UInt64, UInt64)
    private let form: Form

    package convenience init(_ form: Form) {
        var system = SystemRandomNumberGenerator()
        self.init(form, seeds: (system.next(), system.next()))
    }

    init(_ form: Form, seeds: (UInt64, UInt64)) {
        self.form = form
        self.seeds = seeds
    }

    package func traceID(atEpochSeconds seconds: Int64) -> TraceID {
        while true {
            let count = counter.wrappingAdd(1, ordering: .relaxed).newValue
            var high = Self.mix(seeds.0, count)
            if form == .xray {
                high = UInt64(truncatingIfNeeded: seconds) << 32 | high & 0xFFFF_FFFF
            }
            if let id = TraceID(high: high, low: Self.mix(seeds.1, count)) { return id }
        }
    }

    package func spanID() -> SpanID {
        while true {
            let count = counter.wrappingAdd(1, ordering: .relaxed).newValue
            if let id = SpanID(Self.mix(seeds.1, count)) { return id }
        }
    }

    private static func mix(_ seed: UInt64, _ count: UInt64) -> UInt64 {
        var mixed = seed &+ count &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
