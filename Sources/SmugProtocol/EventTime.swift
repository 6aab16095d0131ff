import SmugHTTP
import SmugJSON

/// A time as API Gateway writes it: `12/Mar/2020:19:03:58 +0000`.
enum EventTime {
    private static let months: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"

    /// Appends the 26 bytes of a time in epoch milliseconds.
    static func append(epochMilliseconds: Int64, to output: inout OutputSpan<UInt8>) {
        var seconds = epochMilliseconds / 1000
        if epochMilliseconds < 0, epochMilliseconds % 1000 != 0 { seconds -= 1 }
        let time = CivilTime(epochSeconds: seconds)
        if output.freeCapacity < 26 { return output.fillUp() }
        output.append(twoDigits: time.day)
        output.append(UInt8(ascii: "/"))
        for index in (time.month - 1) * 3..<time.month * 3 {
            output.append(unsafe months.utf8Start[index])
        }
        output.append(UInt8(ascii: "/"))
        output.append(twoDigits: time.year / 100)
        output.append(twoDigits: time.year % 100)
        output.append(UInt8(ascii: ":"))
        output.append(twoDigits: time.hour)
        output.append(UInt8(ascii: ":"))
        output.append(twoDigits: time.minute)
        output.append(UInt8(ascii: ":"))
        output.append(twoDigits: time.second)
        output.append(" +0000")
    }
}

extension OutputSpan<UInt8> {
    @inline(__always)
    fileprivate mutating func append(twoDigits number: Int) {
        append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number / 10))
        append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number % 10))
    }
}
