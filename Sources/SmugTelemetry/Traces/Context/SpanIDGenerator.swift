internal import SmugLoop

/// Ids of traces and spans.
package final class SpanIDGenerator: Sendable {
    /// What the ids of new traces begin with.
    package enum Form: Sendable {
        /// Nothing: all of it is random.
        case random
        /// The time of the trace, in seconds since 1970, as AWS X-Ray wants it.
        case xray
    }

    private let numbers: UniqueNumbers
    private let form: Form

    package convenience init(_ form: Form) {
        self.init(form, seeds: nil)
    }

    init(_ form: Form, seeds: (UInt64, UInt64)?) {
        self.form = form
        numbers = UniqueNumbers(seeds: seeds)
    }

    package func traceID(atEpochSeconds seconds: Int64) -> TraceID {
        while true {
            let (_, random, low) = numbers.next()
            var high = random
            if form == .xray {
                high = UInt64(truncatingIfNeeded: seconds) << 32 | high & 0xFFFF_FFFF
            }
            if let id = TraceID(high: high, low: low) { return id }
        }
    }

    package func spanID() -> SpanID {
        while true {
            if let id = SpanID(numbers.next().low) { return id }
        }
    }
}
