import TestSupport
import Testing

@testable import SmugAWS

@Suite struct AmazonDateTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let epochSeconds: Int64
        let timestamp: String
        var testDescription: String { timestamp }
    }

    @Test(arguments: [
        Case(epochSeconds: 0, timestamp: "19700101T000000Z"),
        Case(epochSeconds: -1, timestamp: "19691231T235959Z"),
        Case(epochSeconds: 1_440_938_160, timestamp: "20150830T123600Z"),
        Case(epochSeconds: 951_782_400, timestamp: "20000229T000000Z"),
        Case(epochSeconds: 951_868_800, timestamp: "20000301T000000Z"),
        Case(epochSeconds: 4_107_542_399, timestamp: "21000228T235959Z"),
        Case(epochSeconds: 4_107_542_400, timestamp: "21000301T000000Z"),
        Case(epochSeconds: 1_735_689_599, timestamp: "20241231T235959Z"),
        Case(epochSeconds: 253_402_300_799, timestamp: "99991231T235959Z"),
        Case(epochSeconds: -62_135_596_800, timestamp: "00010101T000000Z"),
    ])
    func `An instant is written and read`(_ item: Case) throws {
        let date = AmazonDate(epochSeconds: item.epochSeconds)
        #expect(date.description == item.timestamp)
        #expect(String(decoding: date.day, as: UTF8.self) == String(item.timestamp.prefix(8)))
        let parsed = try #require(AmazonDate(timestamp: item.timestamp.utf8))
        #expect(parsed.epochSeconds == item.epochSeconds)
    }

    @Test(arguments: [Int64.min, Int64.max, 253_402_300_800, -62_135_596_801])
    func `An instant outside the years is moved to their edge`(epochSeconds: Int64) {
        let date = AmazonDate(epochSeconds: epochSeconds)
        #expect(date.description == (epochSeconds < 0 ? "00010101T000000Z" : "99991231T235959Z"))
    }

    @Test(arguments: [
        "", "20150830", "20150830T123600", "20150830T123600z", "20150830 123600Z",
        "20150830T123600Z ", "2015-08-30T12:36", "20150830T243600Z", "20150830T126000Z",
        "20150830T123660Z", "20151330T123600Z", "20150030T123600Z", "20150800T123600Z",
        "20150231T123600Z", "20150229T123600Z", "00000830T123600Z", "2015083\u{FF11}T12360",
        "+0150830T123600Z", "2015 830T123600Z",
    ])
    func `What is no instant is refused`(text: String) {
        #expect(AmazonDate(timestamp: text.utf8) == nil)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `Reading gives back what was written`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<500 {
            let seconds = Int64.random(in: -62_135_596_800...253_402_300_799, using: &random)
            let date = AmazonDate(epochSeconds: seconds)
            #expect(AmazonDate(timestamp: date.timestamp)?.epochSeconds == seconds)
        }
    }

    @Test(arguments: [
        ("2015-08-30T12:36:00Z", 1_440_938_160), ("2015-08-30T12:36:00.999Z", 1_440_938_160),
        ("2015-08-30T14:36:00+02:00", 1_440_938_160), ("2015-08-30T08:36:00-0400", 1_440_938_160),
        ("2015-08-30T12:36:00.1+00:00", 1_440_938_160),
    ])
    func `Times of RFC 3339 are read`(text: String, seconds: Int64) {
        #expect(AmazonDate(rfc3339: text)?.epochSeconds == seconds)
        let written = AmazonDate(epochSeconds: seconds).rfc3339
        #expect(written.count == 20 && AmazonDate(rfc3339: written)?.epochSeconds == seconds)
    }

    @Test(arguments: [
        "", "Z", "2015-08-30", "2015-08-30T12:36:00", "2015-08-30 12:36:00Z",
        "2015-02-30T12:36:00Z", "2015-08-30T24:36:00Z", "2015-08-30T12:36:00.Z",
        "2015-08-30T12:36:00Zx", "2015-08-30T12:36:00+2:00", "2015-08-30T12:36:00+25:00",
        "2015-08-30T12:36:00+:0200", "20150830T123600Z", "2015-08-30T12:36:00+02:0",
    ])
    func `Other texts are not`(text: String) {
        #expect(AmazonDate(rfc3339: text) == nil)
    }
}
