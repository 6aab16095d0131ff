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
}
