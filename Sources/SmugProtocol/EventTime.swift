import SmugHTTP

/// A time as API Gateway writes it: `12/Mar/2020:19:03:58 +0000`.
enum EventTime {
    private static let months: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"

    /// Appends the 26 bytes of a time in epoch milliseconds.
    static func append(epochMilliseconds: Int64, to output: inout OutputSpan<UInt8>) {
        var seconds = epochMilliseconds / 1000
        if epochMilliseconds < 0, epochMilliseconds % 1000 != 0 { seconds -= 1 }
        let time = CivilTime(epochSeconds: seconds)
        let month = unsafe UnsafeBufferPointer(
            start: months.utf8Start + (time.month - 1) * 3, count: 3)
        output.append(twoDigits: time.day, "/")
        output.append(unsafe month.span)
        output.append("/")
        output.append(twoDigits: time.year / 100, "")
        output.append(twoDigits: time.year % 100, ":")
        output.append(twoDigits: time.hour, ":")
        output.append(twoDigits: time.minute, ":")
        output.append(twoDigits: time.second, " +0000")
    }
}

extension OutputSpan<UInt8> {
    fileprivate mutating func append(twoDigits number: Int, _ separator: StaticString) {
        let tens = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number / 10)
        let ones = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number % 10)
        let digits: [2 of UInt8] = [tens, ones]
        append(digits.span)
        append(separator)
    }
}
