import TestSupport
import Testing

@testable import SmugGateway

/// Rows X-3 and X-17d: keys are bounded in number, and one in use is never forgotten.
@Suite struct KeyTableTests {
    private static func key(_ number: Int, route: Int = 0) -> BatchKey {
        var key = BatchKey(route: route)
        key.append(Array("\(number)".utf8)[...])
        return key
    }

    private func table(_ maxKeys: Int, idle: ClosedRange<Int>? = nil) -> KeyTable<Int> {
        var table = KeyTable<Int>(maxKeys: maxKeys)
        for number in idle ?? 1...maxKeys {
            if let slot = table.insert(Self.key(number), number) { table.setIdle(true, slot) }
        }
        return table
    }

    @Test func `X-17d with every key in use there is room up to the limit and not for one more`() {
        var table = KeyTable<Int>(maxKeys: 3)
        let slots = (1...4).map { table.insert(Self.key($0), $0) }
        #expect(slots == [0, 1, 2, nil])
        #expect(table.count == 3)
        #expect(table.isFull)
        #expect(table.evicted == 0)
    }

    @Test func `X-17d the key that has been idle longest makes room`() {
        var table = table(3)
        if let first = table.slot(of: Self.key(1)) {
            table.setIdle(false, first)
            table.setIdle(true, first)
        }
        let slot = table.insert(Self.key(4), 4)
        #expect(slot == 1, "the slot of key 2")
        #expect((1...4).map { table.slot(of: Self.key($0)) != nil } == [true, false, true, true])
        #expect(table.evicted == 1)
    }

    @Test func `X-3 a slot that is another key's by now has nothing of the former`() {
        var table = table(1)
        let slot = table.insert(Self.key(2), 20)
        #expect(slot == 0)
        #expect(table.slot(of: Self.key(1)) == nil)
        #expect(table[0] == 20)
        #expect(table.key(at: 0) == Self.key(2))
        let third = table.insert(Self.key(3), 30)
        #expect(third == nil, "it is in use though the former was idle")
    }

    @Test func `those that are over are forgotten, up to the first that is not`() {
        var table = table(5)
        table.forgetIdle { _, number in number < 3 }
        #expect(
            (1...5).map { table.slot(of: Self.key($0)) != nil } == [
                false, false, true, true, true,
            ])
        #expect(table.evicted == 0, "their time was over")
    }

    @Test func `a key that stays keeps no idle key of another route`() {
        var table = KeyTable<Int>(maxKeys: 9)
        for number in 1...9 {
            let slot = table.insert(Self.key(number, route: number % 3), number)
            if let slot { table.setIdle(true, slot) }
        }
        table.forgetIdle { route, number in route == 2 ? number < 5 : route == 0 }
        let known = (1...9).filter { table.slot(of: Self.key($0, route: $0 % 3)) != nil }
        #expect(known == [1, 4, 5, 7, 8])
        _ = (10...14).map { table.insert(Self.key($0), $0) }
        #expect(table.evicted == 1, "the oldest of all makes room as ever")
        #expect(table.slot(of: Self.key(1, route: 1)) == nil)
    }

    @Test(arguments: 0..<16 as Range<UInt64>)
    func `X-3 whatever happens, keys in use stay and the least recently used go`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let maxKeys = Int.random(in: 1...6, using: &random)
        var table = KeyTable<Int>(maxKeys: maxKeys)
        var used: Set<Int> = []
        var idle: [Int] = []
        for _ in 0..<600 {
            let number = Int.random(in: 0..<10, using: &random)
            if let slot = table.slot(of: Self.key(number)) {
                #expect(used.contains(number) || idle.contains(number))
                #expect(table[slot] == number)
                let isIdle = Bool.random(using: &random)
                table.setIdle(isIdle, slot)
                if isIdle, used.remove(number) != nil { idle.append(number) }
                if !isIdle, !used.contains(number) {
                    idle.removeAll { $0 == number }
                    used.insert(number)
                }
            } else {
                #expect(!used.contains(number) && !idle.contains(number))
                let isTaken = table.insert(Self.key(number), number) != nil
                #expect(isTaken == (used.count < maxKeys))
                if isTaken {
                    if used.count + idle.count == maxKeys { idle.removeFirst() }
                    used.insert(number)
                }
            }
            #expect(table.count == used.count + idle.count)
            var found: [Int] = []
            table.forEachInUse { key, state in
                #expect(key == Self.key(state))
                found.append(state)
            }
            #expect(found.sorted() == used.sorted())
            #expect(table.isFull == (used.count == maxKeys))
        }
    }
}
