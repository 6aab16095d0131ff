import SmugHTTP
import Testing

@Suite struct CivilTimeTests {
    @Test(
        arguments: [
            (1_440_938_160, "2015-08-30T12:36:00", "20150830T123600", 0),
            (0, "1970-01-01T00:00:00", "19700101T000000", 4),
            (-1, "1969-12-31T23:59:59", "19691231T235959", 3),
            (951_782_400, "2000-02-29T00:00:00", "20000229T000000", 2),
            (Int64.max, "9999-12-31T23:59:59", "99991231T235959", 5),
            (Int64.min, "0000-01-01T00:00:00", "00000101T000000", 6),
        ] as [(Int64, String, String, Int)])
    func `a time is written in both forms`(
        seconds: Int64, extended: String, basic: String, weekday: Int
    ) {
        let time = CivilTime(epochSeconds: seconds)
        #expect(String(decoding: time.rfc3339, as: UTF8.self) == extended)
        #expect(String(decoding: time.basic, as: UTF8.self) == basic)
        #expect(time.weekday == weekday)
    }

    @Test(
        arguments: [
            (2024, 2, 29, true), (2023, 2, 29, false), (1900, 2, 29, false), (2000, 2, 29, true),
            (2000, 4, 31, false), (2000, 13, 1, false), (2000, 0, 1, false), (2000, 1, 0, false),
            (0, 1, 1, true), (-1, 1, 1, false), (10_000, 1, 1, false), (9999, 12, 31, true),
        ] as [(Int, Int, Int, Bool)])
    func `a day that no calendar has is none`(year: Int, month: Int, day: Int, isDay: Bool) throws {
        let read = CivilTime.epochSeconds(
            year: year, month: month, day: day, hour: 23, minute: 59, second: 58)
        guard isDay else { return #expect(read == nil) }
        let time = CivilTime(epochSeconds: try #require(read))
        #expect((time.year, time.month, time.day) == (year, month, day))
        #expect((time.hour, time.minute, time.second) == (23, 59, 58))
    }
}
