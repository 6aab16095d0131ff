import SmugLoop
import Testing

@testable import SmugGateway

/// The window of one key: rows B-2 and B-8.
@Suite struct GathererTests {
    private var gatherer = Gatherer<StubItem>(key: BatchKey(route: 0))
    private var departure = Departure.fixed(.milliseconds(25))

    private mutating func add(
        _ identity: UInt64, bytes: Int = 10, at milliseconds: Int = 0, maxItems: Int = 4,
        maxBytes: Int = 1000
    ) -> Gatherer<StubItem>.Step {
        gatherer.add(
            StubItem(identity, bytes: bytes), at: .at(milliseconds), maxItems: maxItems,
            maxBytes: maxBytes, &departure)
    }

    private mutating func windowEnded(at milliseconds: Int) -> Batch<StubItem>? {
        gatherer.windowEnded(at: .at(milliseconds), &departure)
    }

    private mutating func remove(_ identity: UInt64) -> Bool {
        gatherer.remove(identity, &departure)
    }

    @Test mutating func `the first request opens the window, later ones never extend it`() {
        #expect(add(1, at: 100).timer == .at(125))
        #expect(add(2, at: 110).timer == nil)
        #expect(add(3, at: 124).timer == nil)
        let early = windowEnded(at: 124)
        #expect(early == nil)
        let batch = windowEnded(at: 125)
        #expect(batch?.identities == [1, 2, 3])
        #expect(batch?.began == .at(100))
        #expect(gatherer.items.isEmpty)
    }

    @Test mutating func `the last request that a batch takes sends it at once`() {
        for identity in 1...3 as ClosedRange<UInt64> { _ = add(identity) }
        let step = add(4)
        #expect(step.joined?.identities == [1, 2, 3, 4])
        #expect(step.ahead == nil)
        #expect(step.timer == nil)
    }

    @Test mutating func `the timer of a batch that left by size leaves its successor alone`() {
        for identity in 1...4 as ClosedRange<UInt64> { _ = add(identity, at: 100) }
        #expect(add(5, at: 120).timer == .at(145))
        let early = windowEnded(at: 125)
        #expect(early == nil)
        #expect(gatherer.items.count == 1)
    }

    @Test mutating func `nothing waits in batches of one`() {
        let step = add(1, at: 100, maxItems: 1)
        #expect(step.joined?.identities == [1])
        #expect(step.ahead == nil)
        #expect(step.timer == nil)
    }

    @Test(arguments: [0, -5])
    func `a window that is over at once takes in who comes before its end is told`(window: Int) {
        var gatherer = Gatherer<StubItem>(key: BatchKey(route: 0))
        var departure = Departure.fixed(.milliseconds(window))
        for identity in 1...3 as ClosedRange<UInt64> {
            let step = gatherer.add(
                StubItem(identity), at: .at(100), maxItems: 4, maxBytes: 1000, &departure)
            #expect(step.ahead == nil && step.joined == nil)
            #expect((step.timer == .at(100 + window)) == (identity == 1))
        }
        let batch = gatherer.windowEnded(at: .at(100), &departure)
        #expect(batch?.identities == [1, 2, 3])
    }

    @Test mutating func `a batch of exactly the bytes that fit stays together, commas included`() {
        #expect(add(1, bytes: 40, maxBytes: 100).ahead == nil)
        #expect(add(2, bytes: 40, maxBytes: 100).ahead == nil)
        #expect(add(3, bytes: 18, maxBytes: 100).ahead == nil)
        #expect(gatherer.items.count == 3)
    }

    @Test mutating func `a request that no longer fits sends what came before it`() {
        _ = add(1, bytes: 40, at: 100, maxBytes: 100)
        _ = add(2, bytes: 40, at: 101, maxBytes: 100)
        let step = add(3, bytes: 19, at: 102, maxBytes: 100)
        #expect(step.ahead?.identities == [1, 2])
        #expect(step.joined == nil)
        #expect(step.timer == .at(127), "its own window begins with it")
        #expect(gatherer.items.map(\.identity) == [3])
    }

    @Test mutating func `a request that no longer fits and waits for nobody leaves next`() {
        departure = .fixed(.zero)
        _ = add(1, bytes: 60, at: 100, maxBytes: 100)
        let step = add(2, bytes: 60, at: 101, maxBytes: 100)
        #expect(step.ahead?.identities == [1])
        #expect(step.joined == nil)
        #expect(step.timer == .at(101))
    }

    @Test mutating func `a request that is taken out gives its bytes back`() {
        _ = add(1, bytes: 60, maxBytes: 100)
        let isRemoved = remove(1)
        #expect(isRemoved)
        #expect(add(2, bytes: 90, maxBytes: 100).ahead == nil)
        #expect(gatherer.items.map(\.identity) == [2])
    }

    @Test mutating func `only what has not left can be taken out`() {
        for identity in 1...3 as ClosedRange<UInt64> { _ = add(identity) }
        let answers = [remove(2), remove(2), remove(9)]
        #expect(answers == [true, false, false])
        let batch = windowEnded(at: 25)
        #expect(batch?.identities == [1, 3])
        let late = remove(1)
        #expect(!late)
    }

    @Test mutating func `when all have been taken out the next request opens a window anew`() {
        _ = add(1, at: 100)
        _ = remove(1)
        #expect(add(2, at: 120).timer == .at(145))
        let early = windowEnded(at: 125)
        #expect(early == nil, "the timer of the window that is gone")
        let batch = windowEnded(at: 145)
        #expect(batch?.began == .at(120))
    }

    @Test mutating func `a window that ends beyond all time is no trap`() {
        departure = .fixed(.seconds(900))
        let step = gatherer.add(
            StubItem(1), at: MonotonicTime(nanoseconds: .max - 1), maxItems: 2, maxBytes: .max,
            &departure)
        #expect(step.timer == .distantFuture)
    }

    @Test mutating func `a timer that is late takes the request with it that comes before it`() {
        _ = add(1, at: 100)
        let step = add(2, at: 126)
        #expect(step.joined?.identities == [1, 2])
        #expect(step.ahead == nil)
        #expect(step.timer == nil)
    }
}

extension Departure {
    fileprivate static func fixed(_ window: Duration) -> Departure {
        Departure(
            BatchPolicy(
                window: .fixed(window), maxItems: 4, maxBytes: 1000, maxQueueDepth: 100,
                maxRunning: nil))
    }
}
