import Testing

@testable import SmugGateway

/// How much time has to be left for an invocation to be worth it.
@Suite struct NeededTimeTests {
    /// Invocations in milliseconds, and what is needed of 2 s.
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let took: [Int64]
        let needed: Int64?
    }

    @Test(arguments: [
        Case(testDescription: "nothing is known without invocations", took: [], needed: nil),
        Case(
            testDescription: "nor of a few, which may be cold starts",
            took: Array(repeating: 1800, count: 7), needed: nil),
        Case(
            testDescription: "an eighth more than all take", took: Array(repeating: 80, count: 8),
            needed: 90),
        Case(
            testDescription: "nine of ten have to be over", took: Array(1...10).map { $0 * 80 },
            needed: 900),
        Case(
            testDescription: "three cold starts among 32 do not count",
            took: Array(repeating: 80, count: 29) + [1900, 1900, 1900], needed: 90),
        Case(
            testDescription: "those that never end in time say nothing of those that do",
            took: Array(repeating: 80, count: 8) + Array(repeating: 5000, count: 8), needed: 90),
        Case(
            testDescription: "where none ends in time waiting is in vain",
            took: Array(repeating: 3200, count: 9) + [4000], needed: 3600),
        Case(
            testDescription: "only the latest 32 count",
            took: Array(repeating: 1600, count: 50) + Array(repeating: 80, count: 32), needed: 90),
    ])
    func `it is what nine of ten have ended in`(one: Case) {
        var time = NeededTime()
        for took in one.took { time.invocationTook(took * 1_000_000) }
        let needed = time.nanoseconds(within: 2_000_000_000)
        #expect(needed == one.needed.map { $0 * 1_000_000 })
    }
}
