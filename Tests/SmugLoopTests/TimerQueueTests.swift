import SmugLoop
import TestSupport
import Testing

@Suite struct TimerQueueTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let deadlines: [UInt64]
        let expected: [Int]

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "none", deadlines: [], expected: []),
        Case(name: "one", deadlines: [7], expected: [0]),
        Case(name: "already in order", deadlines: [1, 2, 3], expected: [0, 1, 2]),
        Case(name: "the other way round", deadlines: [3, 2, 1], expected: [2, 1, 0]),
        Case(name: "all at the same time", deadlines: [5, 5, 5, 5], expected: [0, 1, 2, 3]),
        Case(
            name: "equal ones among others", deadlines: [9, 5, 1, 5, 9, 5],
            expected: [2, 1, 3, 5, 0, 4]),
        Case(name: "both ends of time", deadlines: [.max, 0, .max, 0], expected: [1, 3, 0, 2]),
    ]

    @Test(arguments: cases)
    func `timers come out as they are due, and in order where they are due together`(case: Case) {
        var queue = TimerQueue<Int>()
        for (index, deadline) in `case`.deadlines.enumerated() {
            _ = queue.add(index, at: MonotonicTime(nanoseconds: deadline))
        }
        #expect(queue.count == `case`.deadlines.count)
        #expect(queue.earliest?.nanoseconds == `case`.deadlines.min())
        var order: [Int] = []
        while let next = queue.popDue(at: .distantFuture) { order.append(next) }
        #expect(order == `case`.expected)
        #expect(queue.count == 0)
        #expect(queue.earliest == nil)
    }

    @Test func `a timer comes out at its time and not before`() {
        var queue = TimerQueue<String>()
        _ = queue.add("a", at: MonotonicTime(nanoseconds: 10))
        #expect(queue.popDue(at: MonotonicTime(nanoseconds: 9)) == nil)
        #expect(queue.popDue(at: MonotonicTime(nanoseconds: 10)) == "a")
        #expect(queue.popDue(at: MonotonicTime(nanoseconds: 10)) == nil)
    }

    @Test func `a timer is removed once`() {
        var queue = TimerQueue<String>()
        let first = queue.add("first", at: MonotonicTime(nanoseconds: 1))
        let second = queue.add("second", at: MonotonicTime(nanoseconds: 2))
        #expect(queue.remove(first) == "first")
        #expect(queue.remove(first) == nil)
        #expect(queue.popDue(at: .distantFuture) == "second")
        #expect(queue.remove(second) == nil)
    }

    @Test func `the name of a timer that is gone does not remove who has its place`() {
        var queue = TimerQueue<String>()
        let gone = queue.add("gone", at: MonotonicTime(nanoseconds: 1))
        queue.remove(gone)
        let present = queue.add("present", at: MonotonicTime(nanoseconds: 1))
        #expect(gone != present)
        #expect(queue.remove(gone) == nil)
        #expect(queue.popDue(at: .distantFuture) == "present")
    }

    @Test(arguments: 0..<32 as Range<UInt64>)
    func `any order of adding, removing and firing agrees with a sorted list`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var queue = TimerQueue<Int>()
        var model: [(deadline: UInt64, value: Int, id: TimerID)] = []
        var retired: [TimerID] = []
        for value in 0..<2_000 {
            switch Int.random(in: 0..<8, using: &random) {
            case 0..<4:
                let deadline = UInt64.random(in: 0..<64, using: &random)
                let id = queue.add(value, at: MonotonicTime(nanoseconds: deadline))
                let place = model.firstIndex { $0.deadline > deadline } ?? model.endIndex
                model.insert((deadline, value, id), at: place)
            case 4, 5:
                guard let victim = model.indices.randomElement(using: &random) else { continue }
                let entry = model.remove(at: victim)
                #expect(queue.remove(entry.id) == entry.value)
                retired.append(entry.id)
            case 6:
                guard let id = retired.randomElement(using: &random) else { continue }
                #expect(queue.remove(id) == nil)
            default:
                let now = UInt64.random(in: 0..<64, using: &random)
                while let first = model.first, first.deadline <= now {
                    #expect(queue.popDue(at: MonotonicTime(nanoseconds: now)) == first.value)
                    retired.append(model.removeFirst().id)
                }
                #expect(queue.popDue(at: MonotonicTime(nanoseconds: now)) == nil)
            }
            #expect(queue.count == model.count)
            #expect(queue.earliest?.nanoseconds == model.first?.deadline)
        }
    }
}
