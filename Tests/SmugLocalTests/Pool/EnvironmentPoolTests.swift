import TestSupport
import Testing

@testable import SmugLocal

@Suite struct EnvironmentPoolTests {
    typealias Pool = EnvironmentPool<String>

    enum Fact: Sendable {
        case arrived(String)
        case event(String)
        case polled(Int, Int)
        case withdrew(Int, Int)
        case answered(Int, Int)
        case lost(Int, Int)

        func happen(to pool: inout Pool) -> Pool.Action {
            switch self {
            case .arrived(let invocation): pool.arrived(invocation)
            case .event(let invocation): pool.arrived(invocation, mayWait: true)
            case .polled(let slot, let serial): pool.polled(id(slot, serial))
            case .withdrew(let slot, let serial): pool.withdrew(id(slot, serial))
            case .answered(let slot, let serial): pool.answered(id(slot, serial))
            case .lost(let slot, let serial): pool.lost(id(slot, serial))
            }
        }
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let limit: Int
        let story: [(Fact, Pool.Action)]

        init(_ name: String, limit: Int = 2, _ story: [(Fact, Pool.Action)]) {
            testDescription = name
            self.limit = limit
            self.story = story
        }
    }

    @Test(arguments: [
        Case(
            "the first invocation starts an environment and is given to it when it asks",
            [
                (.arrived("a"), .start(id(0, 1))),
                (.polled(0, 1), .deliver("a", to: id(0, 1))),
                (.answered(0, 1), .answer("a")),
                (.polled(0, 1), .none),
                (.arrived("b"), .deliver("b", to: id(0, 1))),
            ]),
        Case(
            "an environment that has just answered is waited for",
            [
                (.arrived("a"), .start(id(0, 1))),
                (.polled(0, 1), .deliver("a", to: id(0, 1))),
                (.answered(0, 1), .answer("a")),
                (.arrived("b"), .none),
                (.arrived("c"), .start(id(1, 2))),
                (.polled(0, 1), .deliver("b", to: id(0, 1))),
            ]),
        Case(
            "whoever has waited longest gets the environment that asks first",
            [
                (.arrived("a"), .start(id(0, 1))),
                (.arrived("b"), .start(id(1, 2))),
                (.polled(1, 2), .deliver("a", to: id(1, 2))),
                (.polled(0, 1), .deliver("b", to: id(0, 1))),
            ]),
        Case(
            "the environment that was idle last is taken first",
            [
                (.arrived("a"), .start(id(0, 1))),
                (.arrived("b"), .start(id(1, 2))),
                (.polled(0, 1), .deliver("a", to: id(0, 1))),
                (.polled(1, 2), .deliver("b", to: id(1, 2))),
                (.answered(0, 1), .answer("a")),
                (.answered(1, 2), .answer("b")),
                (.polled(1, 2), .none),
                (.polled(0, 1), .none),
                (.arrived("c"), .deliver("c", to: id(0, 1))),
            ]),
        Case(
            "beyond the limit an invocation is throttled at once", limit: 1,
            [
                (.arrived("a"), .start(id(0, 1))),
                (.arrived("b"), .throttle("b")),
                (.polled(0, 1), .deliver("a", to: id(0, 1))),
                (.arrived("c"), .throttle("c")),
                (.answered(0, 1), .answer("a")),
                (.arrived("d"), .none),
                (.arrived("e"), .throttle("e")),
            ]),
        Case(
            "what nobody waits for is queued beyond the limit", limit: 1,
            [
                (.event("a"), .start(id(0, 1))),
                (.event("b"), .none),
                (.event("c"), .none),
                (.polled(0, 1), .deliver("a", to: id(0, 1))),
                (.answered(0, 1), .answer("a")),
                (.arrived("d"), .none),
                (.polled(0, 1), .deliver("d", to: id(0, 1))),
                (.answered(0, 1), .answer("d")),
                (.polled(0, 1), .deliver("b", to: id(0, 1))),
            ]),
        Case(
            "a crash fails the invocation at hand, and the next starts anew",
            [
                (.arrived("a"), .start(id(0, 1))),
                (.polled(0, 1), .deliver("a", to: id(0, 1))),
                (.lost(0, 1), .end(id(0, 1), failing: "a", starting: nil)),
                (.arrived("b"), .start(id(0, 2))),
            ]),
        Case(
            "an environment that never asks fails who has waited longest",
            [
                (.arrived("a"), .start(id(0, 1))),
                (.arrived("b"), .start(id(1, 2))),
                (.lost(1, 2), .end(id(1, 2), failing: "a", starting: nil)),
                (.polled(0, 1), .deliver("b", to: id(0, 1))),
            ]),
        Case(
            "one that nobody waits for any more fails nobody", limit: 2,
            [
                (.arrived("a"), .start(id(0, 1))),
                (.polled(0, 1), .deliver("a", to: id(0, 1))),
                (.arrived("b"), .start(id(1, 2))),
                (.answered(0, 1), .answer("a")),
                (.polled(0, 1), .deliver("b", to: id(0, 1))),
                (.lost(1, 2), .end(id(1, 2), failing: nil, starting: nil)),
            ]),
        Case(
            "one that does not come back is replaced for who waits for it", limit: 1,
            [
                (.arrived("a"), .start(id(0, 1))),
                (.polled(0, 1), .deliver("a", to: id(0, 1))),
                (.answered(0, 1), .answer("a")),
                (.arrived("b"), .none),
                (.lost(0, 1), .end(id(0, 1), failing: nil, starting: id(0, 2))),
                (.polled(0, 2), .deliver("b", to: id(0, 2))),
            ]),
        Case(
            "a lost environment makes room for an event", limit: 1,
            [
                (.arrived("a"), .start(id(0, 1))),
                (.polled(0, 1), .deliver("a", to: id(0, 1))),
                (.event("b"), .none),
                (.lost(0, 1), .end(id(0, 1), failing: "a", starting: id(0, 2))),
                (.lost(0, 2), .end(id(0, 2), failing: "b", starting: nil)),
            ]),
        Case(
            "a call for work that is taken back is no call",
            [
                (.arrived("a"), .start(id(0, 1))),
                (.polled(0, 1), .deliver("a", to: id(0, 1))),
                (.answered(0, 1), .answer("a")),
                (.polled(0, 1), .none),
                (.withdrew(0, 1), .none),
                (.arrived("b"), .none),
                (.polled(0, 1), .deliver("b", to: id(0, 1))),
            ]),
        Case(
            "an idle environment that ends is missed by nobody",
            [
                (.arrived("a"), .start(id(0, 1))),
                (.polled(0, 1), .deliver("a", to: id(0, 1))),
                (.answered(0, 1), .answer("a")),
                (.polled(0, 1), .none),
                (.lost(0, 1), .end(id(0, 1), failing: nil, starting: nil)),
                (.arrived("b"), .start(id(0, 2))),
            ]),
        Case(
            "facts about an environment that is gone change nothing", limit: 1,
            [
                (.arrived("a"), .start(id(0, 1))),
                (.lost(0, 1), .end(id(0, 1), failing: "a", starting: nil)),
                (.arrived("b"), .start(id(0, 2))),
                (.polled(0, 1), .none),
                (.answered(0, 1), .none),
                (.withdrew(0, 1), .none),
                (.lost(0, 1), .none),
                (.polled(0, 2), .deliver("b", to: id(0, 2))),
            ]),
        Case(
            "facts that cannot be change nothing",
            [
                (.arrived("a"), .start(id(0, 1))),
                (.answered(0, 1), .none),
                (.withdrew(0, 1), .none),
                (.polled(0, 1), .deliver("a", to: id(0, 1))),
                (.polled(0, 1), .none),
                (.answered(0, 1), .answer("a")),
                (.answered(0, 1), .none),
            ]),
    ])
    func `each fact has its action`(case: Case) {
        var pool = Pool(limit: `case`.limit)
        for (index, (fact, action)) in `case`.story.enumerated() {
            #expect(fact.happen(to: &pool) == action, "step \(index + 1): \(fact)")
        }
    }

    @Test func `the queue has a limit`() {
        var pool = EnvironmentPool<Int>(limit: 1)
        #expect(pool.arrived(0, mayWait: true) == .start(id(0, 1)))
        for number in 1...EnvironmentPool<Int>.maxQueued {
            #expect(pool.arrived(number, mayWait: true) == .none)
        }
        #expect(pool.arrived(-1, mayWait: true) == .throttle(-1))
    }

    @Test func `the end returns whatever has no answer`() {
        var pool = Pool(limit: 2)
        _ = pool.arrived("a")
        _ = pool.polled(id(0, 1))
        _ = pool.arrived("b")
        _ = pool.arrived("c", mayWait: true)
        #expect(pool.stopped() == ["a", "b", "c"])
        #expect(pool.answered(id(0, 1)) == .none)
        #expect(pool.lost(id(1, 2)) == .none)
        #expect(pool.count == 0)
    }

    /// Plays at random and keeps its own books.
    @Test(arguments: 0..<200)
    func `every invocation has one outcome, whatever happens`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var game = PoolGame(limit: Int.random(in: 1...4, using: &random))
        for _ in 0..<400 { game.play(using: &random) }
        game.end()
        #expect(game.faults == [])
        #expect(game.outcomes.count == game.invocations)
        #expect(game.outcomes.values.allSatisfy { $0 == 1 })
    }
}

private func id(_ slot: Int, _ serial: Int) -> EnvironmentID {
    EnvironmentID(slot: slot, serial: serial)
}
