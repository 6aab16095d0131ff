import SmugLoop
import TestSupport
import Testing

@testable import SmugGateway

/// Rows B-3 and S-10 to S-14: a window that follows the rate.
@Suite struct DynamicWaitTests {
    private static func wait(
        _ shortest: Int, _ longest: Int, target: Double = 50, steepness: Double = 0.01,
        normalized: Bool = false
    ) -> DynamicWait {
        DynamicWait(
            minWaitMilliseconds: shortest, maxWaitMilliseconds: longest, targetRate: target,
            steepness: steepness, isNormalized: normalized)
    }

    @Test(arguments: [
        Named("the defaults at rest, nearly flat", (wait(1, 100), 0.0), 38),
        Named("the defaults at the target, half open", (wait(1, 100), 50.0), 51),
        Named("the defaults at a high rate", (wait(1, 100), 1000.0), 100),
        Named("X-4 normalised, at rest", (wait(1, 100, normalized: true), 0.0), 1),
        Named("X-4 normalised, at the target", (wait(1, 100, normalized: true), 50.0), 20),
        Named("X-4 normalised, at a high rate", (wait(1, 100, normalized: true), 1000.0), 100),
        Named(
            "X-4 normalised, with a target of 0",
            (wait(0, 10, target: 0, normalized: true), 0.0), 0),
        Named("a steep curve at rest", (wait(1, 100, steepness: 0.05), 0.0), 9),
        Named("a steep curve below the target", (wait(1, 100, steepness: 1), 40.0), 1),
        Named("a steep curve above the target", (wait(1, 100, steepness: 1), 60.0), 100),
        Named("a target of 0 at rest", (wait(0, 10, target: 0), 0.0), 5),
        Named("shortest and longest alike", (wait(20, 20), 5.0), 20),
        Named("shortest above longest", (wait(30, 20), 5.0), 20),
        Named("no wait at all", (wait(0, 0), 5.0), 0),
        Named(
            "numbers that overflow upwards",
            (wait(1, 899_999, target: 0, steepness: .greatestFiniteMagnitude), 1e300), 899_999),
        Named(
            "numbers that overflow downwards",
            (wait(1, 9, target: .greatestFiniteMagnitude, steepness: 1e300), 0.0), 1),
    ])
    func `the window lies on the curve`(_ row: Named<(DynamicWait, Double), Int>) {
        #expect(row.given.0.window(rate: row.given.1) == .milliseconds(row.wanted))
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `it never leaves its bounds and never falls when the rate grows`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let shortest = Int.random(in: 0...1000, using: &random)
        let longest = shortest + Int.random(in: 0...10_000, using: &random)
        let wait = Self.wait(
            shortest, longest, target: .random(in: 0...5000, using: &random),
            steepness: .random(in: 0.0001...10, using: &random),
            normalized: Bool.random(using: &random))
        var last = Duration.zero
        for rate in stride(from: 0.0, through: 20_000, by: 100) {
            let window = wait.window(rate: rate)
            #expect(window >= max(last, .milliseconds(shortest)))
            #expect(window <= .milliseconds(longest))
            last = window
        }
    }
}
