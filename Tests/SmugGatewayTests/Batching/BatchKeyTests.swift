import TestSupport
import Testing

@testable import SmugGateway

/// Row B-1: what may share a batch.
@Suite struct BatchKeyTests {
    private static func key(_ route: Int, _ values: [String?]) -> BatchKey {
        var key = BatchKey(route: route)
        for value in values { key.append(value.map { Array($0.utf8)[...] }) }
        return key
    }

    @Test(arguments: [
        Named("nothing but the route", (key(1, []), key(1, [])), true),
        Named("another route", (key(1, ["a"]), key(2, ["a"])), false),
        Named("the same values", (key(1, ["a", nil, ""]), key(1, ["a", nil, ""])), true),
        Named("a missing value is not an empty one", (key(1, [nil]), key(1, [""])), false),
        Named("values in another order", (key(1, ["a", "b"]), key(1, ["b", "a"])), false),
        Named("the border between values", (key(1, ["ab", "c"]), key(1, ["a", "bc"])), false),
        Named(
            "a value that looks like a border",
            (key(1, ["a\u{1}\u{1}\0\0\0b"]), key(1, ["a", "b"])), false),
        Named("one value less", (key(1, ["a"]), key(1, ["a", nil])), false),
        Named("case", (key(1, ["a"]), key(1, ["A"])), false),
    ])
    func `keys are equal only where route and values are`(
        _ row: Named<(BatchKey, BatchKey), Bool>
    ) {
        #expect((row.given.0 == row.given.1) == row.wanted)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `no two lists of values look alike`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var seen: [BatchKey: [[UInt8]?]] = [:]
        for _ in 0..<2000 {
            let values = (0..<Int.random(in: 0...3, using: &random)).map { _ -> [UInt8]? in
                guard Bool.random(using: &random) else { return nil }
                return (0..<Int.random(in: 0...6, using: &random)).map { _ in
                    UInt8.random(in: 0...2, using: &random)
                }
            }
            var key = BatchKey(route: 0)
            for value in values { key.append(value?[...]) }
            if let other = seen[key] { #expect(other == values) }
            seen[key] = values
        }
    }
}
