import Testing

@testable import SmugGateway

/// What a route may add to any rule.
@Suite struct ShortcutsTests {
    private static func waits(
        _ milliseconds: [Int64], isIdleFast: Bool = false, sizes: [Int] = [], maxItems: Int = 16
    ) -> [Int64] {
        let policy = BatchPolicy(
            window: .fixed(.milliseconds(20)), maxItems: maxItems, maxBytes: .max,
            maxQueueDepth: 1000, maxRunning: nil, idleFastPath: isIdleFast, preferredSizes: sizes)
        return Replay(policy).run(milliseconds.map { Arrival(nanoseconds: $0 * 1_000_000) })
            .waits.map { $0 / 1_000_000 }
    }

    @Test(arguments: [
        Named("a lone request", [0], [0]),
        Named("lone requests far apart", [0, 100, 200], [0, 0, 0]),
        Named("who comes at the same time leaves with it", [0, 0, 0], [0, 0, 0]),
        Named("who follows opens a window", [0, 1, 2, 3], [0, 18, 19, 20]),
        Named("a pause no longer than the window is none", [0, 20], [0, 20]),
        Named("a longer one is", [0, 21], [0, 0]),
    ])
    func `X-4 a lone request on a quiet key pays no window`(
        _ row: Named<[Int64], [Int64]>
    ) {
        #expect(Self.waits(row.given, isIdleFast: true) == row.wanted)
        #expect(Self.waits([0, 1]) == [19, 20], "without it")
    }

    @Test(arguments: [
        Named(
            "at its pace the next size is reached within the window", [0, 2, 4, 6],
            [14, 16, 18, 20]),
        Named("at its pace it is not", [0, 8, 16, 24], [0, 0, 8, 8]),
        Named("the pace breaks off: twice what it promised", [0, 2], [8, 10]),
        Named("a size that is not preferred waits out the window", [0, 1, 2], [18, 19, 20]),
        Named("requests at one time wait for nobody", [0, 0], [0, 0]),
        Named(
            "behind the last size comes the largest batch", [0, 1, 2, 3, 4, 5, 6, 7],
            [0, 1, 2, 3, 4, 5, 6, 7]),
    ])
    func `a batch of a preferred size waits for the next only where that may come`(
        _ row: Named<[Int64], [Int64]>
    ) {
        // 2, then 4, then 8, which is also the largest batch.
        let waits = Self.waits(row.given, sizes: [2, 4], maxItems: 8)
        #expect(waits == row.wanted)
    }
}
