/// Dates as HTTP writes them (RFC 9110, section 5.6.7).
package struct HTTPDate {
    private static let days: StaticString = "SunMonTueWedThuFriSat"
    private static let months: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"

    /// Writes a time as IMF-fixdate: 29 bytes like `Sun, 06 Nov 1994 08:49:37 GMT`.
    ///
    /// Seconds count from 1970; a time outside the years 0 to 9999 is taken to their ends.
    package static func format(epochSeconds: Int64) -> [UInt8] {
        let time = CivilTime(epochSeconds: epochSeconds)
        var output: [UInt8] = []
        output.reserveCapacity(29)
        append(days, time.weekday, to: &output)
        output.append(", ")
        CivilTime.append(time.day, digits: 2, to: &output)
        output.append(ASCII.space)
        append(months, time.month - 1, to: &output)
        output.append(ASCII.space)
        CivilTime.append(time.year, digits: 4, to: &output)
        output.append(ASCII.space)
        CivilTime.append(time.hour, digits: 2, to: &output)
        output.append(ASCII.colon)
        CivilTime.append(time.minute, digits: 2, to: &output)
        output.append(ASCII.colon)
        CivilTime.append(time.second, digits: 2, to: &output)
        output.append(" GMT")
        return output
    }

    /// Reads such a date and nothing else, as seconds since 1970; the name of the day is not checked.
    package static func epochSeconds(_ text: some Collection<UInt8>) -> Int64? {
        let text = Array(text)
        guard text.count == 29, text.holds(", ", at: 3..<5), text[7] == ASCII.space,
            text[11] == ASCII.space, text[16] == ASCII.space, text[19] == ASCII.colon,
            text[22] == ASCII.colon, text.holds(" GMT", at: 25..<29),
            let month = month(text[8..<11]), let day = CivilTime.number(text[5..<7]),
            let year = CivilTime.number(text[12..<16]), let hour = CivilTime.number(text[17..<19]),
            let minute = CivilTime.number(text[20..<22]),
            let second = CivilTime.number(text[23..<25])
        else { return nil }
        return CivilTime.epochSeconds(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// 1 to 12.
    private static func month(_ name: ArraySlice<UInt8>) -> Int? {
        months.withUTF8Buffer { names in
            (1...12).first { unsafe names[($0 * 3 - 3)..<($0 * 3)].elementsEqual(name) }
        }
    }

    private static func append(_ names: StaticString, _ index: Int, to output: inout [UInt8]) {
        names.withUTF8Buffer { unsafe output.append(contentsOf: $0[index * 3..<index * 3 + 3]) }
    }
}
