import SmugLoop
import Testing

@testable import SmugGateway

/// Rows B-4, B-5 and B-10: so many run, so many wait, the rest is turned away.
@Suite struct InvocationLadderTests {
    private func batch(_ identities: UInt64..., route: Int = 0, key: String = "") -> Batch<StubItem>
    {
        var batchKey = BatchKey(route: route)
        batchKey.append(Array(key.utf8)[...])
        return Batch(key: batchKey, items: identities.map { StubItem($0) }, began: .at(0))
    }

    private func ladder(
        running: Int = 2, waiting: Int = 2, byRoute: [Int?] = [nil]
    ) -> InvocationLadder<StubItem> {
        InvocationLadder(maxRunning: running, maxWaiting: waiting, maxRunningByRoute: byRoute)
    }

    private func admit(
        _ batch: Batch<StubItem>, _ ladder: inout InvocationLadder<StubItem>
    ) -> String {
        switch ladder.admit(batch) {
        case .invoke(let batch): "invoke \(batch.identities)"
        case .wait: "wait"
        case .refuse(let batch): "refuse \(batch.identities)"
        }
    }

    @Test func `batches run, then wait, then are refused, each exactly at its limit`() {
        var ladder = ladder(running: 2, waiting: 3)
        let verdicts = (1...7).map { admit(batch($0), &ladder) }
        #expect(
            verdicts == [
                "invoke [1]", "invoke [2]", "wait", "wait", "wait", "refuse [6]", "refuse [7]",
            ])
        #expect(ladder.running == 2)
        #expect(ladder.waiting.count == 3)
    }

    @Test func `without room to wait the next batch is refused at once`() {
        var ladder = ladder(running: 1, waiting: 0)
        #expect(admit(batch(1), &ladder) == "invoke [1]")
        #expect(admit(batch(2), &ladder) == "refuse [2]")
    }

    @Test func `whoever waits longest takes the place of an invocation that ends`() {
        var ladder = ladder(running: 1, waiting: 5)
        for identity in 1...4 as ClosedRange<UInt64> { _ = ladder.admit(batch(identity)) }
        let order = (1...4).map { _ in ladder.invocationEnded(route: 0)?.identities }
        #expect(order == [[2], [3], [4], nil])
        #expect(ladder.running == 0)
    }

    @Test func `a route at its own limit waits while others run past it`() {
        var ladder = ladder(running: 3, waiting: 5, byRoute: [1, nil])
        #expect(admit(batch(1, route: 0), &ladder) == "invoke [1]")
        #expect(admit(batch(2, route: 0), &ladder) == "wait")
        #expect(admit(batch(3, route: 1), &ladder) == "invoke [3]")
        let other = ladder.invocationEnded(route: 1)
        #expect(other == nil, "route 0 is still at its limit")
        let own = ladder.invocationEnded(route: 0)
        #expect(own?.identities == [2])
    }

    @Test func `the global limit holds over routes with room of their own`() {
        var ladder = ladder(running: 1, waiting: 5, byRoute: [4, 4])
        _ = ladder.admit(batch(1, route: 0))
        #expect(admit(batch(2, route: 1), &ladder) == "wait")
        let next = ladder.invocationEnded(route: 0)
        #expect(next?.identities == [2])
    }

    @Test func `a request is taken out of the batch that waits, and an empty one is gone`() {
        var ladder = ladder(running: 1, waiting: 2)
        _ = ladder.admit(batch(1))
        _ = ladder.admit(batch(2, 3, key: "a"))
        _ = ladder.admit(batch(4, key: "b"))
        let key = batch(0, key: "a").key
        // 4 is of another key, 1 runs.
        let answers = [2, 4, 1, 3].map { ladder.remove($0, key: key) }
        #expect(answers == [true, false, false, true])
        #expect(ladder.waiting.map(\.identities) == [[4]])
        #expect(admit(batch(5), &ladder) == "wait", "its place is free again")
    }

    @Test func `batches of one key are all looked at`() {
        var ladder = ladder(running: 1, waiting: 3)
        _ = ladder.admit(batch(1))
        _ = ladder.admit(batch(2))
        _ = ladder.admit(batch(3))
        let isRemoved = ladder.remove(3, key: batch(0).key)
        #expect(isRemoved)
        #expect(ladder.waiting.map(\.identities) == [[2]])
    }
}
