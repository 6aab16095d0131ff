import SmugLoop
import Testing

@Suite struct MonotonicTimeTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let start: UInt64
        let duration: Duration
        let expected: UInt64

        var testDescription: String { name }
    }

    static let longest = Duration(secondsComponent: .max, attosecondsComponent: 0)
    static let shortest = Duration(secondsComponent: .min, attosecondsComponent: 0)

    static let cases: [Case] = [
        Case(name: "forth", start: 5, duration: .nanoseconds(3), expected: 8),
        Case(name: "back", start: 5, duration: .nanoseconds(-3), expected: 2),
        Case(name: "by nothing", start: 5, duration: .zero, expected: 5),
        Case(
            name: "by two milliseconds", start: 1, duration: .milliseconds(2), expected: 2_000_001),
        Case(name: "by less than a nanosecond", start: 5, duration: .nanoseconds(0.9), expected: 5),
        Case(name: "before the start of time", start: 5, duration: .nanoseconds(-6), expected: 0),
        Case(name: "past the end of time", start: .max - 1, duration: .seconds(1), expected: .max),
        Case(
            name: "by the longest duration", start: 5, duration: longest,
            expected: 5 + UInt64(Int64.max)),
        Case(name: "by the shortest duration", start: 5, duration: shortest, expected: 0),
        Case(name: "the end of time, forth", start: .max, duration: longest, expected: .max),
        Case(name: "the start of time, back", start: 0, duration: shortest, expected: 0),
    ]

    @Test(arguments: cases)
    func `a time moves by a duration and stops at both ends`(case: Case) {
        let moved = MonotonicTime(nanoseconds: `case`.start).advanced(by: `case`.duration)
        #expect(moved.nanoseconds == `case`.expected)
    }

    @Test func `distances count both ways and are clamped`() {
        let start = MonotonicTime(nanoseconds: 10)
        let end = MonotonicTime(nanoseconds: 30)
        #expect(end.nanosecondsSince(start) == 20)
        #expect(start.nanosecondsSince(end) == -20)
        #expect(start.duration(to: end) == .nanoseconds(20))
        #expect(start < end)
        let first = MonotonicTime(nanoseconds: 0)
        #expect(MonotonicTime.distantFuture.nanosecondsSince(first) == .max)
        #expect(first.nanosecondsSince(.distantFuture) == -.max)
    }

    @Test func `durations are cut to whole nanoseconds`() {
        #expect(Duration.seconds(2).wholeNanoseconds == 2_000_000_000)
        #expect(Duration.nanoseconds(-1).wholeNanoseconds == -1)
        #expect(Duration.milliseconds(-1_500).wholeNanoseconds == -1_500_000_000)
        #expect(Self.longest.wholeNanoseconds == .max)
        #expect(Self.shortest.wholeNanoseconds == .min)
    }
}
