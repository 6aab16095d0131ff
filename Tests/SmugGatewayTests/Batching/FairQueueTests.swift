import TestSupport
import Testing

@testable import SmugGateway

/// Row X-17c: who waits in the fair queue waits for its share of turns and no longer.
@Suite struct FairQueueTests {
    /// Two functions, the first with two routes: nodes 1 and 2, 3 to 5, leaves from 6 on.
    private static func queue(limit: Int = 1) -> FairQueue<String> {
        var queue = FairQueue<String>(limit: limit)
        for parent in [0, 0, 1, 1, 2] { _ = queue.addNode(below: parent) }
        return queue
    }

    private func fill(_ queue: inout FairQueue<String>, _ leaf: Int, below route: Int, _ count: Int)
    {
        while queue.nodeCount <= leaf { _ = queue.addNode(below: route) }
        queue.place(leaf, below: route)
        for number in 0..<count { queue.append("\(leaf)-\(number)", to: leaf) }
    }

    private func next(_ queue: inout FairQueue<String>) -> String? { queue.next()?.element }

    private func refused(_ queue: inout FairQueue<String>, for leaf: Int) -> String? {
        queue.removeLongest(preferring: leaf)?.element
    }

    /// Who is served, one at a time.
    private func served(_ queue: inout FairQueue<String>, routeOf: (Int) -> Int) -> [String] {
        var served: [String] = []
        while let (leaf, element) = queue.next() {
            served.append(element)
            queue.end(below: routeOf(leaf))
        }
        return served
    }

    @Test func `X-17c keys of a route take turns, however many wait in one`() {
        var queue = Self.queue()
        fill(&queue, 6, below: 3, 5)
        fill(&queue, 7, below: 3, 1)
        fill(&queue, 8, below: 3, 2)
        #expect(
            served(&queue) { _ in 3 } == ["6-0", "7-0", "8-0", "6-1", "8-1", "6-2", "6-3", "6-4"])
    }

    @Test func `X-17c a route with many keys takes no more turns than a route with one`() {
        var queue = Self.queue()
        for leaf in 6..<16 { fill(&queue, leaf, below: 3, 1) }
        fill(&queue, 20, below: 4, 3)
        let order = served(&queue) { $0 == 20 ? 4 : 3 }
        #expect(order.prefix(6) == ["6-0", "20-0", "7-0", "20-1", "8-0", "20-2"])
        #expect(order.count == 13)
    }

    @Test func `X-17c a function with many routes takes no more turns than a function with one`() {
        var queue = Self.queue()
        fill(&queue, 6, below: 3, 2)
        fill(&queue, 7, below: 4, 2)
        fill(&queue, 8, below: 5, 2)
        let order = served(&queue) { $0 - 3 }
        #expect(order == ["6-0", "8-0", "7-0", "8-1", "6-1", "7-1"])
    }

    @Test func `what is taken back was no turn, of its key, its route or its function`() {
        var queue = Self.queue()
        fill(&queue, 6, below: 3, 3)
        fill(&queue, 7, below: 4, 2)
        fill(&queue, 8, below: 5, 1)
        #expect(next(&queue) == "6-0")
        queue.takeBack(6)
        #expect(queue.running == 0)
        #expect(served(&queue) { $0 - 3 } == ["6-1", "8-0", "7-0", "6-2", "7-1"])
    }

    @Test func `a node at its limit stands in nobody's way and loses nothing`() {
        var queue = Self.queue(limit: 10)
        queue.setLimit(1, of: 3)
        fill(&queue, 6, below: 3, 2)
        fill(&queue, 7, below: 4, 2)
        #expect(
            [next(&queue), next(&queue), next(&queue)] == [
                "6-0", "7-0", "7-1",
            ])
        #expect(next(&queue) == nil)
        #expect(!queue.hasRoom(below: 3))
        #expect(queue.hasRoom(below: 4))
        queue.end(below: 3)
        #expect(next(&queue) == "6-1")
    }

    @Test func `a limit that falls below what runs lets nothing start until enough has ended`() {
        var queue = Self.queue(limit: 10)
        for _ in 0..<3 { queue.begin(below: 3) }
        queue.setLimit(1, of: 1)
        fill(&queue, 6, below: 3, 1)
        queue.end(below: 3)
        queue.end(below: 3)
        #expect(next(&queue) == nil)
        queue.end(below: 3)
        #expect(next(&queue) == "6-0")
    }

    @Test func `what was put before the others is served before them`() {
        var queue = Self.queue()
        fill(&queue, 6, below: 3, 1)
        queue.prepend("again", to: 6)
        #expect(served(&queue) { _ in 3 } == ["again", "6-0"])
    }

    @Test func `X-17c the longest loses its newest, level by level, and of equals the newcomer`() {
        var queue = Self.queue()
        fill(&queue, 6, below: 3, 3)
        for leaf in 7..<10 { fill(&queue, leaf, below: 4, 1) }
        fill(&queue, 10, below: 5, 4)
        #expect(refused(&queue, for: 10) == "6-2", "function 1 has 6 of 10")
        #expect(refused(&queue, for: 10) == "7-0", "route 4 has 3 of 5")
        #expect(refused(&queue, for: 10) == "10-3", "4 each: its own")
        #expect(refused(&queue, for: 7) == "8-0", "2 of 4, its own route")
        #expect(queue.waiting == 6)
    }

    @Test func `an element is changed where it is, and gone when nothing is left of it`() {
        var queue = Self.queue()
        fill(&queue, 6, below: 3, 3)
        let isChanged = queue.changeFirst(in: 6) { element in
            guard element == "6-1" else { return .none }
            element = "changed"
            return .changed
        }
        let isEmptied = queue.changeFirst(in: 6) { $0 == "6-0" ? .emptied : .none }
        let isMissing = queue.changeFirst(in: 6) { $0 == "6-0" ? .emptied : .none }
        #expect([isChanged, isEmptied, isMissing] == [true, true, false])
        let isNowhere = queue.changeFirst(in: 99) { _ in .emptied }
        #expect(!isNowhere, "no such leaf")
        #expect(served(&queue) { _ in 3 } == ["changed", "6-2"])
    }

    /// The bound: while a leaf can be served but for the limit of all, no more than the product of
    /// the most that take turns with it at each level are served until it is.
    @Test(arguments: 0..<24 as Range<UInt64>)
    func `X-17c no key waits for more turns than there are functions, routes and keys`(seed: UInt64)
        throws
    {
        var stage = try #require(FairQueueStage(seed: seed))
        for _ in 0..<3000 { try stage.step() }
        #expect(stage.longestWait > 0, "the traffic tests nothing")
    }

    @Test(.timeLimit(.minutes(1)))
    func `X-17c a hundred thousand keys that wait cost each event no search`() {
        var queue = FairQueue<Int>(limit: 1)
        _ = queue.addNode(below: 0)
        queue.begin(below: 1)
        for leaf in 2..<100_002 {
            _ = queue.addNode(below: 1)
            queue.append(leaf, to: leaf)
        }
        for leaf in stride(from: 2, to: 100_002, by: 2) {
            _ = queue.changeFirst(in: leaf) { _ in .emptied }
        }
        queue.end(below: 1)
        var order: [Int] = []
        while let (leaf, _) = queue.next() {
            order.append(leaf)
            queue.end(below: 1)
        }
        #expect(order == Array(stride(from: 3, to: 100_002, by: 2)))
    }
}
