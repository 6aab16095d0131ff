import SmugLoop
import Testing

@testable import SmugGateway

/// Rows B-4, B-5, B-10 and X-17c: so many run, so many wait, in turns, and the rest is turned away.
@Suite struct InvocationLadderTests {
    private func batch(_ identities: UInt64..., route: Int = 0) -> Batch<StubItem> {
        Batch(
            key: BatchKey(route: route), items: identities.map { StubItem($0) }, began: .at(0))
    }

    private func ladder(
        running: Int = 2, waiting: Int = 2, byRoute: [Int?] = [nil]
    ) -> InvocationLadder<StubItem> {
        InvocationLadder(
            maxRunning: running, maxWaiting: waiting, maxRunningByRoute: byRoute,
            functions: Array(byRoute.indices))
    }

    private func admit(
        _ batch: Batch<StubItem>, slot: Int = 0, _ ladder: inout InvocationLadder<StubItem>
    ) -> String {
        switch ladder.admit(batch, slot: slot, at: .at(0)) {
        case .invoke(let batch): "invoke \(batch.identities)"
        case .wait: "wait"
        case .refuse(let batch, let slot): "refuse \(batch.identities) of \(slot)"
        }
    }

    /// What runs when an invocation of the route has ended.
    private func end(_ route: Int, _ ladder: inout InvocationLadder<StubItem>) -> [UInt64] {
        ladder.invocationEnded(route: route, round: 0, .served, at: .at(0))
        var identities: [UInt64] = []
        while let next = ladder.next(at: .at(0)) { identities += next.batch.identities }
        return identities
    }

    @Test func `batches run, then wait, then are refused, each exactly at its limit`() {
        var ladder = ladder(running: 2, waiting: 3)
        let verdicts = (1...7).map { admit(batch($0), &ladder) }
        #expect(
            verdicts == [
                "invoke [1]", "invoke [2]", "wait", "wait", "wait", "refuse [6] of 0",
                "refuse [7] of 0",
            ])
        #expect(ladder.running == 2)
        #expect(ladder.waiting == 3)
    }

    @Test func `without room to wait the next batch is refused at once`() {
        var ladder = ladder(running: 1, waiting: 0)
        #expect(admit(batch(1), &ladder) == "invoke [1]")
        #expect(admit(batch(2), &ladder) == "refuse [2] of 0")
        #expect(ladder.waiting == 0)
    }

    @Test func `within a key whoever waits longest takes the place of an invocation that ends`() {
        var ladder = ladder(running: 1, waiting: 5)
        for identity in 1...4 as ClosedRange<UInt64> { _ = admit(batch(identity), &ladder) }
        let order = (1...4).map { _ in end(0, &ladder) }
        #expect(order == [[2], [3], [4], []])
        #expect(ladder.running == 0)
    }

    @Test func `X-17c a quiet key goes before the second of a hot one, and is not refused for it`()
    {
        var ladder = ladder(running: 1, waiting: 3)
        for identity in 1...4 as ClosedRange<UInt64> { _ = admit(batch(identity), &ladder) }
        #expect(admit(batch(9), slot: 1, &ladder) == "refuse [4] of 0")
        let order = (1...4).map { _ in end(0, &ladder) }
        #expect(order == [[2], [9], [3], []])
    }

    @Test func `X-17c among keys with as many each the newcomer is refused`() {
        var ladder = ladder(running: 1, waiting: 2)
        _ = admit(batch(1), &ladder)
        _ = admit(batch(2), slot: 1, &ladder)
        _ = admit(batch(3), slot: 2, &ladder)
        #expect(admit(batch(4), slot: 3, &ladder) == "refuse [4] of 3")
    }

    @Test func `a route at its own limit waits while others run past it`() {
        var ladder = ladder(running: 3, waiting: 5, byRoute: [1, nil])
        #expect(admit(batch(1, route: 0), &ladder) == "invoke [1]")
        #expect(admit(batch(2, route: 0), &ladder) == "wait")
        #expect(admit(batch(3, route: 1), slot: 1, &ladder) == "invoke [3]")
        #expect(end(1, &ladder) == [], "route 0 is still at its limit")
        #expect(end(0, &ladder) == [2])
    }

    @Test func `the global limit holds over routes with room of their own`() {
        var ladder = ladder(running: 1, waiting: 5, byRoute: [4, 4])
        _ = admit(batch(1, route: 0), &ladder)
        #expect(admit(batch(2, route: 1), slot: 1, &ladder) == "wait")
        #expect(end(0, &ladder) == [2])
    }

    @Test func `a request is taken out of the batch that waits, and an empty one is gone`() {
        var ladder = ladder(running: 1, waiting: 2)
        _ = admit(batch(1), &ladder)
        _ = admit(batch(2, 3), slot: 1, &ladder)
        _ = admit(batch(4), slot: 2, &ladder)
        // 4 is of another key, 1 runs.
        let answers = [2, 4, 1, 3].map { ladder.remove($0, slot: 1) }
        #expect(answers == [true, false, false, true])
        #expect(ladder.waiting == 1)
        #expect(admit(batch(5), &ladder) == "wait", "its place is free again")
    }

    @Test func `batches of one key are all looked at`() {
        var ladder = ladder(running: 1, waiting: 3)
        for identity in 1...3 as ClosedRange<UInt64> { _ = admit(batch(identity), &ladder) }
        let isRemoved = ladder.remove(3, slot: 0)
        #expect(isRemoved)
        #expect(end(0, &ladder) == [2])
        #expect(end(0, &ladder) == [])
    }

    @Test func `a key's slot that another route has taken over serves that route`() {
        var ladder = ladder(running: 1, waiting: 3, byRoute: [nil, 1])
        _ = admit(batch(1, route: 0), &ladder)
        _ = admit(batch(2, route: 0), slot: 5, &ladder)
        #expect(end(0, &ladder) == [2])
        _ = admit(batch(3, route: 1), slot: 5, &ladder)
        #expect(end(0, &ladder) == [3])
        #expect(end(1, &ladder) == [])
    }
}
