import SmugEvents
import Testing

@Suite struct DateTextTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let milliseconds: Int?
        var testDescription: String { text }
    }

    @Test(arguments: [
        Case(text: "1970-01-01T00:00:00.123Z", milliseconds: 123),
        Case(text: "2020-03-12T19:03:58.123456Z", milliseconds: 1_584_039_838_123),
        Case(text: "2020-03-12T19:03:58Z", milliseconds: 1_584_039_838_000),
        Case(text: "2020-03-12T19:03:58.000+0000", milliseconds: 1_584_039_838_000),
        Case(text: "2020-03-12T20:03:58+01:00", milliseconds: 1_584_039_838_000),
        Case(text: "2020-03-12 12:03:58-0700", milliseconds: 1_584_039_838_000),
        Case(text: "2023-08-04T12: 56: 46.138+0000", milliseconds: 1_691_153_806_138),
        Case(text: "20200312T190358Z", milliseconds: 1_584_039_838_000),
        Case(text: "2020-03-12", milliseconds: 1_583_971_200_000),
        Case(text: "12/Mar/2020:19:03:58 +0000", milliseconds: 1_584_039_838_000),
        Case(text: "12/Mar/2020:19:03:58+0000", milliseconds: 1_584_039_838_000),
        Case(text: "Thu, 12 Mar 2020 19:03:58 GMT", milliseconds: 1_584_039_838_000),
        Case(text: "Thu, 12 Mar 2020 12:03:58 -0700", milliseconds: 1_584_039_838_000),
        Case(text: "Thu Mar 12 19:03:58 UTC 2020", milliseconds: 1_584_039_838_000),
        Case(text: "Mar 12 19:03:58 2020 GMT", milliseconds: 1_584_039_838_000),
        Case(text: "Mar 12, 2020 7:03:58 PM", milliseconds: 1_584_039_838_000),
        Case(text: "Jan 1, 1970, 12:33:41 AM", milliseconds: 2_021_000),
        Case(text: "Mar 12, 2020 12:03:58 AM", milliseconds: 1_583_971_438_000),
        Case(text: "2024-02-29T00:00:00Z", milliseconds: 1_709_164_800_000),
        Case(text: "2023-02-29T00:00:00Z", milliseconds: nil),
        Case(text: "2020-13-01T00:00:00Z", milliseconds: nil),
        Case(text: "0000-01-01T00:00:00Z", milliseconds: -62_167_219_200_000),
        Case(text: "9999-12-31T23:59:59Z", milliseconds: 253_402_300_799_000),
        Case(text: "", milliseconds: nil), Case(text: "soon", milliseconds: nil),
        Case(text: "99999999999999999999-01-01", milliseconds: nil),
        Case(text: "2020-03-12T19:03:58Z and more", milliseconds: nil),
    ])
    func `a time is read in each of AWS's forms`(case: Case) {
        #expect(
            DateText(`case`.text).sinceEpoch?.milliseconds == `case`.milliseconds)
    }

    @Test(arguments: [0, 1, -1, 1_584_039_838_123, -62_167_219_200_000, 253_402_300_799_999])
    func `a time that is written is read back`(milliseconds: Int) {
        let text = DateText(sinceEpoch: .milliseconds(milliseconds))
        #expect(text.sinceEpoch?.milliseconds == milliseconds, "\(text.text)")
    }
}

extension Duration {
    /// Rounded down.
    fileprivate var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
