import SmugLoop
import Testing

@testable import SmugGateway

/// Keys, windows and the ladder together.
@Suite struct BatchMachineTests {
    private static let key = BatchKey(route: 0)

    private static func key(_ value: String, route: Int = 0) -> BatchKey {
        var key = BatchKey(route: route)
        key.append(Array(value.utf8)[...])
        return key
    }

    private static func policy(
        window: BatchPolicy.Window = .fixed(.milliseconds(25)), maxItems: Int = 4,
        depth: Int = 100, maxRunning: Int? = nil
    ) -> BatchPolicy {
        BatchPolicy(
            window: window, maxItems: maxItems, maxBytes: 1000, maxQueueDepth: depth,
            maxRunning: maxRunning)
    }

    private static func machine(
        _ policies: BatchPolicy..., functions: [Int]? = nil, running: Int = 100,
        waiting: Int = 100, keys: Int = 10_000, idle: Int = 1000
    ) -> BatchMachine<StubItem> {
        BatchMachine(
            policies: policies, functions: functions, maxRunning: running, maxWaiting: waiting,
            maxKeys: keys, idleTime: .milliseconds(idle))
    }

    @Test func `each key has a window and a batch of its own`() {
        var machine = Self.machine(Self.policy())
        let one = machine.add(StubItem(1), key: Self.key("a"), at: .at(0))
        let two = machine.add(StubItem(2), key: Self.key("b"), at: .at(10))
        #expect(one?.timer == .at(25))
        #expect(two?.timer == .at(35))
        let first = machine.windowEnded(key: Self.key("a"), at: .at(25))
        #expect(first.invoke.map(\.identities) == [[1]])
        let second = machine.windowEnded(key: Self.key("b"), at: .at(35))
        #expect(second.invoke.map(\.identities) == [[2]])
    }

    @Test func `in a drain what gathers leaves, and who still comes waits for nobody`() {
        var machine = Self.machine(Self.policy(), running: 2)
        _ = machine.add(StubItem(1), key: Self.key("a"), at: .at(0))
        _ = machine.add(StubItem(2), key: Self.key("b"), at: .at(5))
        let drained = machine.drain(at: .at(10))
        #expect(drained.invoke.map(\.identities) == [[1], [2]])
        #expect(drained.timer == nil && drained.refuse.isEmpty)
        // Who comes in the same turn shares an invocation all the same, when its turn comes.
        #expect(machine.add(StubItem(3), key: Self.key("a"), at: .at(11))?.timer == .at(11))
        #expect(machine.add(StubItem(4), key: Self.key("a"), at: .at(11))?.timer == nil)
        #expect(machine.windowEnded(key: Self.key("a"), at: .at(11)).invoke.isEmpty)
        #expect(
            machine.invocationEnded(route: 0, at: .at(100)).invoke.map(\.identities) == [[3, 4]])
    }

    @Test func `a drain turns nobody away: whose batch has no room keeps its window`() {
        var machine = Self.machine(Self.policy(), running: 1, waiting: 1)
        for (number, name) in ["a", "b", "c"].enumerated() {
            _ = machine.add(StubItem(UInt64(number)), key: Self.key(name), at: .at(number))
        }
        let drained = machine.drain(at: .at(10))
        #expect(drained.invoke.map(\.identities) == [[0]])
        #expect(drained.refuse.isEmpty && machine.waitingBatches == 1)
        #expect(machine.add(StubItem(9), key: Self.key("c"), at: .at(12))?.timer == nil)
        #expect(machine.invocationEnded(route: 0, at: .at(100)).invoke.map(\.identities) == [[1]])
        let last = machine.windowEnded(key: Self.key("c"), at: .at(27))
        #expect(last.invoke.isEmpty && machine.waitingBatches == 1)
        #expect(
            machine.invocationEnded(route: 0, at: .at(100)).invoke.map(\.identities) == [[2, 9]])
    }

    @Test func `a key has one timer at a time, however many batches leave by size`() {
        var machine = Self.machine(Self.policy(maxItems: 2), running: 1000)
        var timers: [MonotonicTime] = []
        for number in 0..<41 as Range<UInt64> {
            let step = machine.add(StubItem(number), key: Self.key, at: .at(Int(number)))
            if let timer = step?.timer { timers.append(timer) }
            for due in timers where due == .at(Int(number)) {
                if let timer = machine.windowEnded(key: Self.key, at: due).timer {
                    timers.append(timer)
                }
            }
        }
        // The first has nothing left to do at its end; the request at 26 ms asks for the next.
        #expect(timers == [.at(25), .at(51)])
        let last = machine.windowEnded(key: Self.key, at: .at(51))
        #expect(last.invoke.isEmpty)
        #expect(last.timer == .at(65), "of the request at 40 ms, which gathers")
        let end = machine.windowEnded(key: Self.key, at: .at(65))
        #expect(end.invoke.map(\.identities) == [[40]])
        #expect(end.timer == nil)
    }

    @Test func `routes never share a batch`() {
        var machine = Self.machine(Self.policy(maxItems: 2), Self.policy(maxItems: 2))
        let steps = [0, 1, 0, 1].enumerated().map { index, route in
            machine.add(StubItem(UInt64(index)), key: BatchKey(route: route), at: .at(0))
        }
        #expect(steps.map { $0?.invoke.map(\.identities) } == [[], [], [[0, 2]], [[1, 3]]])
    }

    @Test func `so many of a key may wait and no more, until some have left`() {
        var machine = Self.machine(Self.policy(depth: 2))
        let isTaken = (1...3).map { machine.add(StubItem($0), key: Self.key, at: .at(0)) != nil }
        #expect(isTaken == [true, true, false])
        let other = machine.add(StubItem(4), key: Self.key("b"), at: .at(0))
        #expect(other != nil, "another key has its own room")
        _ = machine.windowEnded(key: Self.key, at: .at(25))
        let later = machine.add(StubItem(5), key: Self.key, at: .at(26))
        #expect(later != nil)
    }

    @Test func `requests in a batch that waits for its turn still take room`() {
        var machine = Self.machine(Self.policy(maxItems: 1, depth: 2), running: 1)
        let steps = (1...4).map { machine.add(StubItem($0), key: Self.key, at: .at(0)) }
        #expect(steps.map { $0?.invoke.count } == [1, 0, 0, nil])
        let next = machine.invocationEnded(route: 0, at: .at(100))
        #expect(next.invoke.map(\.identities) == [[2]])
        let more = (5...6).map { machine.add(StubItem($0), key: Self.key, at: .at(1)) != nil }
        #expect(more == [true, false])
    }

    @Test func `a batch that is refused gives its room back`() {
        var machine = Self.machine(
            Self.policy(maxItems: 2, depth: 4), running: 1, waiting: 1)
        var refused: [[UInt64]] = []
        for identity in 1...6 as ClosedRange<UInt64> {
            let step = machine.add(StubItem(identity), key: Self.key, at: .at(0))
            refused += step?.refuse.map(\.identities) ?? []
        }
        #expect(refused == [[5, 6]])
        let again = (7...9).map { machine.add(StubItem($0), key: Self.key, at: .at(1)) != nil }
        #expect(again == [true, true, true], "of 4 places the batch that waits takes 2")
    }

    @Test func `a request is taken out wherever it waits`() {
        var machine = Self.machine(Self.policy(maxItems: 2), running: 1)
        for identity in 1...5 as ClosedRange<UInt64> {
            _ = machine.add(StubItem(identity), key: Self.key, at: .at(0))
        }
        // 1 runs, 3 waits in a batch, 5 gathers, 9 never was.
        let answers = [1, 3, 5, 9, 3].map { machine.remove($0, key: Self.key) }
        #expect(answers == [false, true, true, false, false])
        let next = machine.invocationEnded(route: 0, at: .at(100))
        #expect(next.invoke.map(\.identities) == [[4]])
        let ended = machine.windowEnded(key: Self.key, at: .at(25))
        #expect(ended.invoke.isEmpty)
    }

    @Test func `X-3 a key is forgotten when it is idle, never while somebody waits`() {
        var machine = Self.machine(Self.policy(), running: 1, idle: 1000)
        _ = machine.add(StubItem(1), key: Self.key("a"), at: .at(0))
        _ = machine.add(StubItem(2), key: Self.key("b"), at: .at(500))
        _ = machine.windowEnded(key: Self.key("a"), at: .at(25))
        _ = machine.windowEnded(key: Self.key("b"), at: .at(525))
        #expect(machine.waitingBatches == 1)
        machine.forgetIdleKeys(at: .at(999))
        #expect(machine.keyCount == 2)
        machine.forgetIdleKeys(at: .at(1000))
        #expect(machine.keyCount == 1)
        machine.forgetIdleKeys(at: .at(100_000))
        #expect(machine.keyCount == 1, "its batch waits")
        let next = machine.invocationEnded(route: 0, at: .at(100))
        #expect(next.invoke.map(\.identities) == [[2]])
        machine.forgetIdleKeys(at: .at(100_000))
        #expect(machine.keyCount == 0)
    }

    @Test func `X-3 a balance key, which is remembered longer, keeps no key of another route`() {
        let balance = BatchPolicy.Window.balance(Balance.Settings(worth: 5_000_000))
        var machine = Self.machine(Self.policy(window: balance), Self.policy(), idle: 500)
        for (number, route) in [0, 1, 1, 0, 1].enumerated() {
            let key = Self.key("\(number)", route: route)
            _ = machine.add(StubItem(UInt64(number)), key: key, at: .at(number))
            _ = machine.windowEnded(key: key, at: .at(number + 25))
        }
        machine.forgetIdleKeys(at: .at(600))
        #expect(machine.keyCount == 2)
        machine.forgetIdleKeys(at: .at(700_000))
        #expect(machine.keyCount == 0)
    }

    @Test func `keys are listed some at a time, each that is known once`() {
        var machine = Self.machine(Self.policy(), idle: 10)
        for number in 0..<9 {
            _ = machine.add(StubItem(UInt64(number)), key: Self.key("\(number)"), at: .at(0))
        }
        for number in [0, 4] { _ = machine.remove(UInt64(number), key: Self.key("\(number)")) }
        machine.forgetIdleKeys(at: .at(20))
        _ = machine.add(StubItem(20), key: Self.key("new"), at: .at(21))
        var listed: [BatchKey] = []
        var start = 0
        while let some = machine.keyObservations(from: start, slots: 2) {
            #expect(some.count <= 2)
            listed += some.map(\.key)
            start += 2
        }
        let wanted = [1, 2, 3, 5, 6, 7, 8].map { Self.key("\($0)") } + [Self.key("new")]
        #expect(Set(listed) == Set(wanted) && listed.count == wanted.count)
    }

    @Test func `X-3 a timer of a key that was forgotten and came again is harmless`() {
        var machine = Self.machine(Self.policy(), idle: 10)
        _ = machine.add(StubItem(1), key: Self.key, at: .at(0))
        _ = machine.remove(1, key: Self.key)
        machine.forgetIdleKeys(at: .at(20))
        #expect(machine.keyCount == 0)
        let nobody = machine.windowEnded(key: Self.key, at: .at(21))
        #expect(nobody.invoke.isEmpty && nobody.timer == nil)
        _ = machine.add(StubItem(2), key: Self.key, at: .at(22))
        let early = machine.windowEnded(key: Self.key, at: .at(25))
        #expect(early.invoke.isEmpty)
        let due = machine.windowEnded(key: Self.key, at: .at(47))
        #expect(due.invoke.map(\.identities) == [[2]])
    }

    @Test func `X-17d keys that clients make up are forgotten when there are too many`() {
        var machine = Self.machine(Self.policy(maxItems: 1), running: 100_000)
        for number in 0..<100_000 {
            let step = machine.add(
                StubItem(UInt64(number)), key: Self.key("\(number)"), at: .at(0))
            #expect(step?.invoke.count == 1)
        }
        #expect(machine.keyCount == 10_000)
        #expect(machine.evictedKeys == 90_000)
    }

    @Test
    func `X-17d where every key has requests, others are turned away and nobody is forgotten`() {
        var machine = Self.machine(Self.policy(), keys: 3)
        let isTaken = (1...4 as ClosedRange<UInt64>).map {
            machine.add(StubItem($0), key: Self.key("\($0)"), at: .at(0)) != nil
        }
        #expect(isTaken == [true, true, true, false])
        #expect(machine.refusal(of: Self.key("4")) == .tooManyKeys)
        #expect(machine.refusal(of: Self.key("1")) == nil)
        let first = machine.windowEnded(key: Self.key("1"), at: .at(25))
        #expect(first.invoke.map(\.identities) == [[1]])
        #expect(machine.refusal(of: Self.key("4")) == nil)
        let fourth = machine.add(StubItem(4), key: Self.key("4"), at: .at(25))
        #expect(fourth?.timer == .at(50))
        #expect(machine.keyCount == 3)
        let others = ["2", "3"].flatMap {
            machine.windowEnded(key: Self.key($0), at: .at(25)).invoke.map(\.identities)
        }
        #expect(others == [[2], [3]], "they wait as before")
    }

    @Test func `X-17c a hot key cannot starve a quiet one, nor have it turned away`() {
        var machine = Self.machine(
            Self.policy(maxItems: 1, depth: 1000), running: 1, waiting: 10)
        var refused: [UInt64] = []
        for identity in 1...30 as ClosedRange<UInt64> {
            let step = machine.add(StubItem(identity), key: Self.key("hot"), at: .at(0))
            refused += step?.refuse.flatMap(\.identities) ?? []
        }
        #expect(refused == Array(12...30), "1 runs, 10 wait")
        let quiet = machine.add(StubItem(99), key: Self.key("quiet"), at: .at(1))
        #expect(quiet?.refuse.map(\.identities) == [[11]], "the newest of the hot key")
        let order = (1...3).flatMap { _ in
            machine.invocationEnded(route: 0, at: .at(100)).invoke.flatMap(\.identities)
        }
        #expect(order == [2, 99, 3])
    }

    @Test func `X-17b a function that throttles runs fewer, whichever of its routes it is`() {
        var machine = Self.machine(
            Self.policy(maxItems: 1), Self.policy(maxItems: 1), Self.policy(maxItems: 1),
            functions: [0, 0, 1], running: 8)
        for identity in 1...9 as ClosedRange<UInt64> {
            _ = machine.add(StubItem(identity), key: BatchKey(route: 0), at: .at(0))
        }
        _ = machine.add(StubItem(10), key: BatchKey(route: 2), at: .at(0))
        let throttled = machine.invocationEnded(route: 0, round: 0, .throttled, at: .at(100))
        #expect(machine.ladder.functionLimits(at: .at(100)) == [6, 8])
        #expect(throttled.invoke.map(\.identities) == [[10]], "7 of 6 run: only another function's")
        let again = machine.invocationEnded(route: 0, round: 0, .throttled, at: .at(100))
        #expect(machine.ladder.functionLimits(at: .at(100)) == [6, 8], "of the same round")
        #expect(again.invoke.isEmpty)
        let shared = machine.add(StubItem(11), key: BatchKey(route: 1), at: .at(1))
        #expect(shared?.invoke.isEmpty == true, "it is the function's limit")
        let next = machine.invocationEnded(route: 0, round: 0, .failed, at: .at(100))
        #expect(next.invoke.map(\.identities) == [[9]])
        #expect(next.invoke.map(\.round) == [1])
    }

    @Test func `whose turn comes too late is given back, and the others of its batch are invoked`()
    {
        var machine = Self.machine(Self.policy(maxItems: 2), running: 1)
        for _ in 0..<8 { machine.invocationTook(80_000_000, size: 1, route: 0) }
        let deadlines = [0, 0, 150, 189, 189, 190, 500]
        for (identity, deadline) in deadlines.enumerated() {
            let item = StubItem(UInt64(identity), deadline: .at(deadline))
            _ = machine.add(item, key: Self.key, at: .at(0))
        }
        #expect(machine.running == 1, "0 and 1 found a place at once: nobody is late there")
        let next = machine.invocationEnded(route: 0, at: .at(100))
        #expect(next.late.map(\.identity) == [2, 3, 4], "90 ms are needed")
        #expect(next.invoke.map(\.identities) == [[5]])
        #expect(machine.running == 1 && machine.waitingBatches == 0)
        let last = machine.windowEnded(key: Self.key, at: .at(100))
        #expect(last.invoke.isEmpty && machine.waitingBatches == 1)
        let late = machine.invocationEnded(route: 0, at: .at(450))
        #expect(late.late.map(\.identity) == [6] && late.invoke.isEmpty)
        #expect(machine.running == 0, "the place is free")
        #expect(machine.refusal(of: Self.key) == nil && machine.waitingByRoute == [0])
    }

    @Test func `room that comes with time is theirs who wait, and is looked for while they do`() {
        var machine = Self.machine(Self.policy(maxItems: 1), running: 2)
        for identity in 1...2 as ClosedRange<UInt64> {
            _ = machine.add(StubItem(identity), key: Self.key, at: .at(0))
        }
        _ = machine.invocationEnded(route: 0, round: 0, .throttled, at: .at(0))
        let waiting = machine.add(StubItem(3), key: Self.key, at: .at(0))
        #expect(waiting?.growth == .at(100), "1 runs, and no more may")
        let fourth = machine.add(StubItem(4), key: Self.key, at: .at(1))
        #expect(fourth?.growth == nil, "it is looked for already")
        let early = machine.limitsGrew(at: .at(100))
        #expect(early.invoke.isEmpty && early.growth == .at(200))
        let fifth = machine.add(StubItem(5), key: Self.key, at: .at(2000))
        #expect(fifth?.invoke.map(\.identities) == [[3]])
        _ = machine.invocationEnded(route: 0, at: .at(2001))
        _ = machine.invocationEnded(route: 0, at: .at(2001))
        #expect(machine.limitsGrew(at: .at(2002)).growth == nil, "nobody waits any more")
    }

    @Test func `a batch that is tried again goes before the others of its key`() {
        var machine = Self.machine(Self.policy(maxItems: 1, depth: 2), running: 1)
        let first = machine.add(StubItem(1), key: Self.key, at: .at(0))
        for identity in 2...3 as ClosedRange<UInt64> {
            _ = machine.add(StubItem(identity), key: Self.key, at: .at(0))
        }
        let second = machine.invocationEnded(route: 0, round: 0, .throttled, at: .at(100))
        #expect(second.invoke.map(\.identities) == [[2]])
        let again = machine.addAgain(first?.invoke.first ?? second.invoke[0], at: .at(5))
        #expect(again.invoke.isEmpty && again.refuse.isEmpty)
        #expect(machine.refusal(of: Self.key) == .queueFull, "it takes its room again")
        let order = (1...2).flatMap { _ in
            machine.invocationEnded(route: 0, round: 1, at: .at(100)).invoke.flatMap(\.identities)
        }
        #expect(order == [1, 3])
    }

    @Test func `a batch that is tried again and finds every key in use is refused`() {
        var machine = Self.machine(Self.policy(maxItems: 1), running: 1, keys: 1)
        let first = machine.add(StubItem(1), key: Self.key("a"), at: .at(0))
        _ = machine.add(StubItem(2), key: Self.key("b"), at: .at(0))
        for batch in first?.invoke ?? [] {
            let again = machine.addAgain(batch, at: .at(5))
            #expect(again.refuse.map(\.identities) == [[1]])
        }
        #expect(machine.refusal(of: Self.key("b")) == nil)
    }

    @Test func `a dynamic window grows with the rate and is fixed by a batch's first request`() {
        let wait = DynamicWait(
            minWaitMilliseconds: 1, maxWaitMilliseconds: 100, targetRate: 50, steepness: 0.05)
        var machine = Self.machine(
            Self.policy(
                window: .dynamic(wait, samplingIntervalMilliseconds: 100, smoothingSamples: 2),
                maxItems: 1000))
        let rest = machine.add(StubItem(0), key: Self.key, at: .at(0))
        #expect(rest?.timer == .at(9))
        for identity in 1...40 as ClosedRange<UInt64> {
            let step = machine.add(StubItem(identity), key: Self.key, at: .at(5))
            #expect(step?.timer == nil)
        }
        _ = machine.windowEnded(key: Self.key, at: .at(9))
        let busy = machine.add(StubItem(50), key: Self.key, at: .at(150))
        #expect(busy?.timer == .at(250), "410 requests a second open it whole")
        let other = machine.add(StubItem(51), key: Self.key("b"), at: .at(150))
        #expect(other?.timer == .at(159), "the rate is each key's own")
    }

    @Test func `B-7, X-4 the rate of an idle key is kept for as long as its average reaches`() {
        let wait = DynamicWait(
            minWaitMilliseconds: 0, maxWaitMilliseconds: 100, targetRate: 50, steepness: 1)
        func window(afterSweepAt sweep: Int) -> Duration? {
            var machine = Self.machine(
                Self.policy(
                    window: .dynamic(wait, samplingIntervalMilliseconds: 100, smoothingSamples: 10),
                    maxItems: 10), running: 1000, idle: 50)
            for identity in 1...100 as ClosedRange<UInt64> {
                _ = machine.add(StubItem(identity), key: Self.key, at: .at(5))
            }
            _ = machine.windowEnded(key: Self.key, at: .at(105))
            machine.forgetIdleKeys(at: .at(sweep))
            let step = machine.add(StubItem(101), key: Self.key, at: .at(sweep))
            return step?.timer.map { MonotonicTime.at(sweep).duration(to: $0) }
        }
        #expect(window(afterSweepAt: 1000) == .milliseconds(100), "100 requests in a second")
        #expect(window(afterSweepAt: 1005) == .zero, "forgotten")
    }

    @Test func `requests gather while all invocations are out, and leave when one returns`() {
        var machine = Self.machine(
            Self.policy(window: .fixed(.zero), maxItems: 3, maxRunning: 1))
        var steps: [[[UInt64]]] = []
        for identity in 1...6 as ClosedRange<UInt64> {
            _ = machine.add(StubItem(identity), key: Self.key, at: .at(Int(identity)))
            let step = machine.windowEnded(key: Self.key, at: .at(Int(identity)))
            steps.append(step.invoke.map(\.identities))
        }
        #expect(steps == [[[1]], [], [], [], [], []])
        #expect(machine.waitingBatches == 2)
        let isRemoved = machine.remove(3, key: Self.key)
        #expect(isRemoved, "a place is free, but requests overtake nobody")
        let late = machine.add(StubItem(7), key: Self.key, at: .at(7))
        #expect(late?.timer == nil)
        let returned = (0..<3).map { _ in
            machine.invocationEnded(route: 0, at: .at(100)).invoke.map(\.identities)
        }
        #expect(returned == [[[2, 4]], [[5, 6, 7]], []])
    }
}
