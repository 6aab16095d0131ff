package import SmugLoop

/// So many at once, and so many a second over time: a bucket of tokens.
package struct Allowance: Sendable {
    package let capacity: Int
    private let nanosecondsEach: Int64
    private var left: Int
    private var filled: MonotonicTime?

    /// - Parameter perSecond: at least 1.
    package init(capacity: Int, perSecond: Int) {
        self.capacity = capacity
        nanosecondsEach = 1_000_000_000 / Int64(perSecond)
        left = capacity
    }

    /// Takes one.
    ///
    /// - Returns: whether there was one.
    package mutating func spend(at now: MonotonicTime) -> Bool {
        fill(at: now)
        guard left > 0 else { return false }
        left -= 1
        return true
    }

    /// Gives some back, up to the capacity.
    package mutating func earn(_ count: Int) {
        left = min(capacity, left + count)
    }

    private mutating func fill(at now: MonotonicTime) {
        guard let filled else {
            self.filled = now
            return
        }
        let count = now.nanosecondsSince(filled) / nanosecondsEach
        guard count > 0 else { return }
        earn(Int(min(count, Int64(capacity))))
        self.filled = filled.advanced(byNanoseconds: count * nanosecondsEach)
    }
}
