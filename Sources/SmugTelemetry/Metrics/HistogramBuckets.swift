/// Where the buckets of a histogram end.
package struct HistogramBuckets: Sendable {
    /// The bucket above the last bound is beside these.
    static let maxBounds = 23

    /// The largest value of each bucket, ascending, in the unit that is recorded.
    let bounds: [Int]
    /// How many of those make one of the unit that is shown.
    let scale: Double

    /// - Parameters:
    ///   - bounds: ascending, as shown; at most 23.
    ///   - scale: how many of the recorded unit make one of the shown.
    package init(_ bounds: [Double], scale: Double = 1) {
        precondition(
            (1...Self.maxBounds).contains(bounds.count),
            "a histogram has 1 to \(Self.maxBounds) bounds")
        precondition(
            zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 },
            "a histogram's bounds ascend")
        self.bounds = bounds.map { Int(($0 * scale).rounded()) }
        self.scale = scale
    }

    /// Durations: recorded in nanoseconds, shown in milliseconds, from 0.1 to a minute.
    package static let milliseconds = HistogramBuckets(
        [
            0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 10_000,
            30_000, 60_000,
        ], scale: 1_000_000)

    /// Sizes of batches, and other small numbers.
    package static let counts = HistogramBuckets([
        1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256, 512, 1024, 2048, 4096, 10_000,
    ])

    /// The bucket of a value: the first whose bound is not below it.
    func index(of value: Int) -> Int {
        var low = 0
        var high = bounds.count
        while low < high {
            let middle = (low &+ high) / 2
            if bounds[middle] < value { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}
