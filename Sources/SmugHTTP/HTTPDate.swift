/// Dates as HTTP writes them (RFC 9110, section 5.6.7).
package struct HTTPDate {
    private static let days: StaticString = "ThuFriSatSunMonTueWed"
    private static let months: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"
    private static let earliest: Int64 = -62_167_219_200
    private static let latest: Int64 = 253_402_300_799

    /// Writes a time as IMF-fixdate: 29 bytes like `Sun, 06 Nov 1994 08:49:37 GMT`.
    ///
    /// - Parameter epochSeconds: since 1970; taken into the years 0 to 9999.
    package static func format(epochSeconds: Int64) -> [UInt8] {
        let seconds = Int(min(max(epochSeconds, earliest), latest))
        let day = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let second = seconds - day * 86_400
        let date = civil(day)
        var output: [UInt8] = []
        output.reserveCapacity(29)
        append(days, (day % 7 + 7) % 7, to: &output)
        output.append(", ")
        append(date.day, digits: 2, to: &output)
        output.append(ASCII.space)
        append(months, date.month - 1, to: &output)
        output.append(ASCII.space)
        append(date.year, digits: 4, to: &output)
        output.append(ASCII.space)
        append(second / 3_600, digits: 2, to: &output)
        output.append(ASCII.colon)
        append(second / 60 % 60, digits: 2, to: &output)
        output.append(ASCII.colon)
        append(second % 60, digits: 2, to: &output)
        output.append(" GMT")
        return output
    }

    /// The Gregorian date of a day counted from 1 January 1970.
    ///
    /// Years begin in March here, so that the leap day is the last of its year; months then have
    /// 153 days in every five, and 400 years have 146,097.
    private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let leaps = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leaps) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }

    private static func append(_ names: StaticString, _ index: Int, to output: inout [UInt8]) {
        names.withUTF8Buffer { unsafe output.append(contentsOf: $0[index * 3..<index * 3 + 3]) }
    }

    private static func append(_ number: Int, digits: Int, to output: inout [UInt8]) {
        let start = output.count
        var rest = number
        for _ in 0..<digits {
            output.insert(ASCII.zero + UInt8(rest % 10), at: start)
            rest /= 10
        }
    }
}
