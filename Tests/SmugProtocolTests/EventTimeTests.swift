import Testing

@testable import SmugProtocol

@Suite struct EventTimeTests {
    @Test(
        arguments: [
            (0, "01/Jan/1970:00:00:00 +0000"), (1_583_348_638_390, "04/Mar/2020:19:03:58 +0000"),
            (999, "01/Jan/1970:00:00:00 +0000"), (-1, "31/Dec/1969:23:59:59 +0000"),
            (-1000, "31/Dec/1969:23:59:59 +0000"),
            (4_102_444_799_000, "31/Dec/2099:23:59:59 +0000"),
        ] as [(Int64, String)])
    func `a time is written as API Gateway does`(milliseconds: Int64, expected: String) {
        let output = [UInt8](capacity: 40) {
            EventTime.append(epochMilliseconds: milliseconds, to: &$0)
        }
        #expect(String(decoding: output, as: UTF8.self) == expected)
    }

    @Test(arguments: [Int64.min, Int64.max])
    func `no time traps`(milliseconds: Int64) {
        let output = [UInt8](capacity: 40) {
            EventTime.append(epochMilliseconds: milliseconds, to: &$0)
        }
        #expect(output.count == 26)
    }
}
