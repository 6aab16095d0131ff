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

    private static func append(_ names: StaticString, _ index: Int, to output: inout [UInt8]) {
        names.withUTF8Buffer { unsafe output.append(contentsOf: $0[index * 3..<index * 3 + 3]) }
    }
}
