import Testing

@testable import SmugTelemetry

@Suite struct LogClockTests {
    private func texts(_ times: [Int64]) -> [String] {
        var clock = LogClock()
        return times.map { time in
            let line = [UInt8](capacity: 26) { clock.append(time, to: &$0) }
            return String(decoding: line, as: UTF8.self)
        }
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1, "1970-01-01T00:00:00.001Z"),
            (999, "1970-01-01T00:00:00.999Z"), (1000, "1970-01-01T00:00:01.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"), (-1000, "1969-12-31T23:59:59.000Z"),
            (-1001, "1969-12-31T23:59:58.999Z"), (1_767_323_045_678, "2026-01-02T03:04:05.678Z"),
            (1_709_164_800_000, "2024-02-29T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func `a time is RFC 3339 in UTC with milliseconds, in quotes`(time: Int64, text: String) {
        #expect(texts([time]) == ["\"\(text)\""])
    }

    @Test func `a clock that jumps forward and back is followed`() {
        let times: [Int64] = [5000, 5001, 4999, 86_400_000, 5001, -1, 5001]
        let seconds = texts(times).map { String($0.dropFirst(12).dropLast(2)) }
        #expect(
            seconds == [
                "00:00:05.000", "00:00:05.001", "00:00:04.999", "00:00:00.000", "00:00:05.001",
                "23:59:59.999", "00:00:05.001",
            ])
    }
}
