internal import SmugHTTP
internal import SmugJSON

/// Times as RFC 3339 has them, in UTC with milliseconds; a second's text is made once.
struct LogClock: Sendable {
    private var second = Int64.min
    private var text: [UInt8] = []

    /// Writes `"2026-01-02T03:04:05.678Z"`, quotes included.
    mutating func append(_ milliseconds: Int64, to line: inout OutputSpan<UInt8>) {
        let second = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
        if second != self.second {
            self.second = second
            text =
                Array("\"".utf8) + CivilTime(epochSeconds: second).rfc3339 + Array(".000Z\"".utf8)
        }
        let fraction = milliseconds - second * 1000
        text[21] = UInt8(ascii: "0") + UInt8(fraction / 100)
        text[22] = UInt8(ascii: "0") + UInt8(fraction / 10 % 10)
        text[23] = UInt8(ascii: "0") + UInt8(fraction % 10)
        line.append(text.span)
    }
}
