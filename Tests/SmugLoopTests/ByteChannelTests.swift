import TestSupport
import Testing

@testable import SmugLoop

@Suite struct ByteChannelTests {
    private typealias Channel = ByteChannel<Int>

    private func text(_ output: Channel.Output?) -> String {
        switch output {
        case .part(let bytes): String(decoding: bytes, as: UTF8.self)
        case .end(let end): "end \(end)"
        case nil: "nothing"
        }
    }

    @Test func `parts come in order, together as far as they fit, then the end`() async {
        let channel = Channel(maxBytes: 100)
        for part in ["a", "bc", "def", "g"] { #expect(channel.append(Array(part.utf8)) == .taken) }
        #expect(channel.finish(7))
        #expect(channel.append([1]) == .over)
        #expect(!channel.finish(8))
        var found: [String] = []
        for _ in 0..<6 { found.append(text(await channel.next(upTo: 3))) }
        #expect(found == ["abc", "def", "g", "end 7", "end 7", "end 7"])
    }

    @Test func `a large part comes in pieces`() async {
        let channel = Channel(maxBytes: 1)
        #expect(channel.append(Array("abcdefg".utf8)) == .taken)
        #expect(text(await channel.next(upTo: 3)) == "abc")
        #expect(text(await channel.next(upTo: 3)) == "def")
        #expect(text(await channel.next(upTo: 3)) == "g")
    }

    @Test func `so much waits and no more`() async {
        let channel = Channel(maxBytes: 4)
        #expect(channel.append([1, 2, 3, 4]) == .taken)
        #expect(channel.append([5]) == .full(.channel))
        async let room: Void = channel.room()
        _ = await channel.next(upTo: 4)
        await room
        #expect(channel.append([5]) == .taken)
    }

    @Test func `room is waited for until a time, or until nobody reads`() throws {
        try TestLoop.run { loop in
            let channel = Channel(maxBytes: 1)
            #expect(await channel.room(until: .distantFuture, on: loop), "nothing waits")
            let made = channel.lastTaken
            #expect(channel.append([1]) == .taken && channel.append([2]) == .full(.channel))
            #expect(await !channel.room(until: EventLoop.now, on: loop))
            #expect(channel.lastTaken == made)
            async let room = channel.room(until: .distantFuture, on: loop)
            #expect(text(await channel.next(upTo: 4)) == "\u{1}")
            #expect(await room && channel.lastTaken > made)
            #expect(channel.append([1]) == .taken)
            async let left = channel.room(until: .distantFuture, on: loop)
            channel.abandon()
            #expect(await left)
        }
    }

    @Test func `what is discarded is taken, holds nobody up and may come to its end`() async {
        let budget = ByteBudget(maxBytes: 100)
        let channel = Channel(maxBytes: 2, budget: budget) {
            #expect(Bool(false), "nobody has left")
        }
        #expect(channel.append([1, 2]) == .taken && channel.append([3]) == .full(.channel))
        async let room: Void = channel.room()
        channel.discard()
        await room
        #expect(channel.append([3, 4, 5]) == .taken && channel.append([6]) == .taken)
        #expect(channel.isAbandoned && budget.bytes == 0)
        #expect(channel.finish(1))
        channel.abandon()
    }

    @Test func `channels share a budget, and give back what is not read`() async {
        let own = ByteBudget.ownBytes
        let budget = ByteBudget(maxBytes: 0)
        let first = Channel(maxBytes: 1 << 20, budget: budget)
        var second: Channel? = Channel(maxBytes: 1 << 20, budget: budget)
        #expect(first.append([UInt8](repeating: 0, count: own - 1)) == .taken, "its own share")
        #expect(first.append([1]) == .taken && first.append([2]) == .full(.budget))
        let part = [UInt8](repeating: 0, count: 2 * own)
        #expect(second?.append(part) == .taken, "one part, as it has nothing yet")
        #expect(second?.append([1]) == .full(.budget))
        #expect(budget.bytes == 3 * own)
        _ = await first.next(upTo: own)
        #expect(budget.bytes == 2 * own && first.append([1]) == .taken)
        second?.cutOff(0)
        #expect(budget.bytes == 1)
        first.abandon()
        #expect(budget.bytes == 0)
        second = Channel(maxBytes: 100, budget: budget)
        #expect(second?.append([1]) == .taken && budget.bytes == 1)
        second = nil
        #expect(budget.bytes == 0, "what nobody reads is given back")
    }

    @Test(arguments: [1, 5, 9, 40, 200])
    func `of a budget none holds more than is free, and who comes last has a share`(
        _ count: Int
    ) {
        let (own, total) = (ByteBudget.ownBytes, 16 << 20)
        let budget = ByteBudget(maxBytes: total)
        let part = [UInt8](repeating: 0, count: 8192)
        /// Leaves waiting what it may.
        func fill(_ channel: Channel) -> Int {
            var bytes = 0
            while channel.append(part) == .taken { bytes += part.count }
            return bytes
        }
        let greedy = (0..<count).map { _ in Channel(maxBytes: 4 << 20, budget: budget) }
        let held = greedy.map(fill)
        #expect(budget.bytes == held.reduce(0, +))
        #expect(budget.bytes <= total + count * own)
        #expect(held.allSatisfy { (own...(4 << 20)).contains($0) })
        #expect(held[0] == 4 << 20, "alone it has all that a channel may hold")
        let last = Channel(maxBytes: 4 << 20, budget: budget)
        let share = fill(last)
        #expect(share >= own && share <= max(own, total - budget.bytes))
        withExtendedLifetime(greedy) {}
    }

    @Test func `a reader that waits is woken by a part, the end, or a stop`() async {
        let channel = Channel(maxBytes: 4)
        async let part = channel.next(upTo: 4)
        #expect(channel.append([65]) == .taken)
        #expect(text(await part) == "A")
        async let nothing = channel.next(upTo: 4)
        channel.stopWaiting()
        #expect(text(await nothing) == "nothing")
        async let end = channel.next(upTo: 4)
        channel.finish(1)
        #expect(text(await end) == "end 1")
    }

    @Test func `who leaves is told of once, and frees the writer`() async {
        let left = Channel(maxBytes: 1)
        #expect(left.append([1]) == .taken)
        async let room: Void = left.room()
        left.abandon()
        await room
        left.abandon()
        #expect(left.append([1]) == .over && left.isAbandoned)
        #expect(!left.finish(1))
    }

    @Test func `what is cut off loses what waits, and interrupts`() async {
        await confirmation { interrupted in
            let channel = Channel(maxBytes: 9)
            channel.whenCutOff { interrupted() }
            #expect(channel.append([1, 2]) == .taken)
            #expect(channel.cutOff(3) && channel.isCutOff)
            #expect(text(await channel.next(upTo: 9)) == "end 3")
        }
    }

    @Test func `an abandoned channel says so only before its end`() async {
        await confirmation(expectedCount: 1) { abandoned in
            let open = Channel(maxBytes: 1) { abandoned() }
            open.abandon()
            let ended = Channel(maxBytes: 1) { abandoned() }
            ended.finish(0)
            ended.abandon()
        }
    }
}
