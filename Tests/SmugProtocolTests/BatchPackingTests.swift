import SmugProtocol
import TestSupport
import Testing

@Suite struct BatchPackingTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let sizes: [Int]
        let maxBytes: Int
        let groups: [Range<Int>]
        var testDescription: String { "\(sizes) within \(maxBytes)" }
    }

    @Test(arguments: [
        Case(sizes: [], maxBytes: 100, groups: []),
        Case(sizes: [10], maxBytes: 20, groups: [0..<1]),
        Case(sizes: [3, 3, 3], maxBytes: 21, groups: [0..<3]),
        Case(sizes: [3, 3, 3], maxBytes: 20, groups: [0..<2, 2..<3]),
        Case(sizes: [5, 5, 5, 5], maxBytes: 21, groups: [0..<2, 2..<4]),
        Case(sizes: [5, 5, 5, 5], maxBytes: 20, groups: [0..<1, 1..<2, 2..<3, 3..<4]),
        Case(sizes: [1, 50, 1, 1], maxBytes: 20, groups: [0..<1, 1..<2, 2..<4]),
        Case(sizes: [50, 60], maxBytes: 5, groups: [0..<1, 1..<2]),
        Case(sizes: [.max, .max], maxBytes: 5, groups: [0..<1, 1..<2]),
    ])
    func `items leave in order, as many together as fit`(example: Case) {
        let groups = BatchPacking.groups(
            sizes: example.sizes, overhead: 10, maxBytes: example.maxBytes)
        #expect(groups == example.groups)
    }

    @Test(arguments: 0..<UInt64(50))
    func `every item is in one group and every group is within the limit`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let sizes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
            Int.random(in: 0...90, using: &random)
        }
        let groups = BatchPacking.groups(sizes: sizes, overhead: 10, maxBytes: 100)
        #expect(groups.flatMap { Array($0) } == Array(sizes.indices))
        for group in groups {
            #expect(10 + sizes[group].reduce(0, +) + group.count - 1 <= 100)
        }
    }
}
