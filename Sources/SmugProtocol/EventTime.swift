import SmugHTTP

/// A time as API Gateway writes it: `12/Mar/2020:19:03:58 +0000`.
enum EventTime {
    /// Appends the 26 bytes of a time in epoch milliseconds.
    static func append(epochMilliseconds: Int64, to output: inout [UInt8]) {
        var seconds = epochMilliseconds / 1000
        if epochMilliseconds < 0, epochMilliseconds % 1000 != 0 { seconds -= 1 }
        // Sun, 06 Nov 1994 08:49:37 GMT
        let date = HTTPDate.format(epochSeconds: seconds)
        output.append(contentsOf: date[5..<7])
        output.append(UInt8(ascii: "/"))
        output.append(contentsOf: date[8..<11])
        output.append(UInt8(ascii: "/"))
        output.append(contentsOf: date[12..<16])
        output.append(UInt8(ascii: ":"))
        output.append(contentsOf: date[17..<25])
        output.append(" +0000")
    }
}
