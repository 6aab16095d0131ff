import TestSupport
import Testing

@testable import SmugGateway

@Suite struct IndexLinksTests {
    private static func numbers(_ list: IndexLinks.List, _ links: IndexLinks) -> [Int] {
        var numbers: [Int] = []
        var current = list.first
        while let number = current {
            numbers.append(number)
            current = links.next(after: number)
        }
        return numbers
    }

    @Test(arguments: 0..<16 as Range<UInt64>)
    func `lists that share their links behave as arrays do`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var links = IndexLinks()
        links.grow(to: 12)
        var lists = [IndexLinks.List(), IndexLinks.List(), IndexLinks.List()]
        var model: [[Int]] = [[], [], []]
        for _ in 0..<500 {
            let number = Int.random(in: 0..<12, using: &random)
            if let place = model.firstIndex(where: { $0.contains(number) }) {
                links.remove(number, from: &lists[place])
                model[place].removeAll { $0 == number }
            } else {
                let place = Int.random(in: 0..<3, using: &random)
                if Bool.random(using: &random) {
                    links.append(number, to: &lists[place])
                    model[place].append(number)
                } else {
                    links.prepend(number, to: &lists[place])
                    model[place].insert(number, at: 0)
                }
            }
            #expect(lists.map { Self.numbers($0, links) } == model)
            #expect(lists.map(\.last) == model.map(\.last))
            #expect(lists.map(\.isEmpty) == model.map(\.isEmpty))
        }
    }
}
