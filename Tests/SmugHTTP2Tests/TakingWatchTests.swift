import SmugLoop
import Testing

@testable import SmugHTTP2

@Suite struct TakingWatchTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        var ofAnswer = 0
        var ofConnection = 0
        var isHeldUp = false
        let isKeptUp: Bool
        var testDescription: String { name }
    }

    private static let rows = [
        Row(name: "nothing is taken", isKeptUp: false),
        Row(name: "nothing is taken of any", isHeldUp: true, isKeptUp: false),
        Row(name: "a byte too little", ofAnswer: 65_535, isKeptUp: false),
        Row(name: "as much as must be", ofAnswer: 65_536, isKeptUp: true),
        Row(
            name: "its own counts while it is held up", ofAnswer: 65_536, isHeldUp: true,
            isKeptUp: true),
        Row(name: "only others, and none is in its way", ofConnection: 1_000_000, isKeptUp: false),
        Row(
            name: "others that are in its way", ofConnection: 65_536, isHeldUp: true, isKeptUp: true
        ),
        Row(
            name: "too little of those that are in its way", ofConnection: 65_535, isHeldUp: true,
            isKeptUp: false),
    ]

    @Test(arguments: rows)
    func `a client earns more time by what it has taken since the last time`(_ row: Row) {
        var watch = TakingWatch()
        let mark = TakingWatch.Taken(ofAnswer: 5_000_000, ofConnection: 9_000_000)
        watch.begin(until: MonotonicTime(nanoseconds: 100), at: mark)
        let taken = TakingWatch.Taken(
            ofAnswer: mark.ofAnswer + row.ofAnswer,
            ofConnection: mark.ofConnection + row.ofConnection)
        #expect(watch.isKeptUp(at: taken, isHeldUp: row.isHeldUp) == row.isKeptUp)
    }

    @Test func `nothing is due where nothing is to be taken`() {
        var watch = TakingWatch()
        #expect(watch.deadline == .distantFuture)
        watch.begin(until: MonotonicTime(nanoseconds: 100), at: TakingWatch.Taken())
        #expect(watch.deadline == MonotonicTime(nanoseconds: 100))
        watch.end()
        #expect(watch.deadline == .distantFuture)
    }
}
