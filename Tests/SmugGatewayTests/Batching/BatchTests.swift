import SmugLoop
import Testing

@testable import SmugGateway

@Suite struct BatchTests {
    struct Removal: CustomTestStringConvertible, Sendable {
        let name: String
        let out: Set<UInt64>
        var testDescription: String { name }
    }

    static let removals = [
        Removal(name: "none", out: []), Removal(name: "the first", out: [1]),
        Removal(name: "one in the middle", out: [3]), Removal(name: "the last", out: [5]),
        Removal(name: "some apart", out: [1, 3, 5]), Removal(name: "neighbours", out: [2, 3]),
        Removal(name: "all", out: [1, 2, 3, 4, 5]),
    ]

    @Test(arguments: removals)
    func `each is asked once, in order, and takes its bytes along`(removal: Removal) {
        let items = (1...5 as ClosedRange<UInt64>).map { StubItem($0, bytes: Int($0) * 10) }
        var batch = Batch(key: BatchKey(route: 0), items: items, began: .at(0))
        var asked: [UInt64] = []
        batch.removeAll { item in
            asked.append(item.identity)
            return removal.out.contains(item.identity)
        }
        let kept = (1...5 as ClosedRange<UInt64>).filter { !removal.out.contains($0) }
        #expect(asked == [1, 2, 3, 4, 5])
        #expect(batch.identities == kept)
        #expect(batch.bytes == kept.reduce(0) { $0 + Int($1) * 10 })
    }
}
