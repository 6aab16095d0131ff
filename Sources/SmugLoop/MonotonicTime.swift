/// A point of the system's monotonic clock, in nanoseconds since an arbitrary start.
package struct MonotonicTime: InstantProtocol, Hashable, Sendable {
    package let nanoseconds: UInt64

    package init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// The far end of time: a timer that is due then never fires.
    package static let distantFuture = MonotonicTime(nanoseconds: .max)

    /// This time moved by a duration; saturates at both ends instead of overflowing.
    package func advanced(by duration: Duration) -> MonotonicTime {
        advanced(byNanoseconds: duration.wholeNanoseconds)
    }

    /// The same for a count of nanoseconds: what a hot path has at hand.
    package func advanced(byNanoseconds distance: Int64) -> MonotonicTime {
        let (sum, overflow) =
            distance < 0
            ? nanoseconds.subtractingReportingOverflow(distance.magnitude)
            : nanoseconds.addingReportingOverflow(distance.magnitude)
        guard overflow else { return MonotonicTime(nanoseconds: sum) }
        return MonotonicTime(nanoseconds: distance < 0 ? 0 : .max)
    }

    package func duration(to other: MonotonicTime) -> Duration {
        .nanoseconds(other.nanosecondsSince(self))
    }

    /// Nanoseconds from the other time to this one, negative when this one is earlier.
    package func nanosecondsSince(_ other: MonotonicTime) -> Int64 {
        nanoseconds >= other.nanoseconds
            ? Int64(clamping: nanoseconds - other.nanoseconds)
            : -Int64(clamping: other.nanoseconds - nanoseconds)
    }

    package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

extension Duration {
    /// The duration in nanoseconds, rounded towards zero and clamped to 292 years.
    package var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carried) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        guard overflow || carried else { return sum }
        return seconds < 0 ? .min : .max
    }
}
