import SmugHTTP

/// A time as API Gateway writes it: `12/Mar/2020:19:03:58 +0000`.
enum EventTime {
    /// Appends the 26 bytes of a time in epoch milliseconds.
    static func append(epochMilliseconds: Int64, to output: inout OutputSpan<UInt8>) {
        var seconds = epochMilliseconds / 1000
        if epochMilliseconds < 0, epochMilliseconds % 1000 != 0 { seconds -= 1 }
        // Sun, 06 Nov 1994 08:49:37 GMT
        let text = HTTPDate.format(epochSeconds: seconds)
        let date = text.span
        output.append(date.extracting(5..<7))
        output.append("/")
        output.append(date.extracting(8..<11))
        output.append("/")
        output.append(date.extracting(12..<16))
        output.append(":")
        output.append(date.extracting(17..<25))
        output.append(" +0000")
    }
}
