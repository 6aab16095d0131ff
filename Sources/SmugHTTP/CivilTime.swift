/// A time of the Gregorian calendar in UTC.
package struct CivilTime: Hashable, Sendable {
    package let year: Int
    /// 1 to 12.
    package let month: Int
    /// 1 to 31.
    package let day: Int
    package let hour: Int
    package let minute: Int
    package let second: Int
    /// 0 is Sunday.
    package let weekday: Int

    private static let earliest: Int64 = -62_167_219_200
    private static let latest: Int64 = 253_402_300_799

    /// - Parameter epochSeconds: since 1970; taken into the years 0 to 9999.
    package init(epochSeconds: Int64) {
        let seconds = Int(min(max(epochSeconds, Self.earliest), Self.latest))
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let rest = seconds - days * 86_400
        hour = rest / 3_600
        minute = rest / 60 % 60
        second = rest % 60
        weekday = ((days + 4) % 7 + 7) % 7
        (year, month, day) = Self.date(days)
    }

    /// The Gregorian date of a day counted from 1 January 1970.
    ///
    /// Years begin in March here, so that the leap day is the last of its year; months then have
    /// 153 days in every five, and 400 years have 146,097.
    private static func date(_ day: Int) -> (year: Int, month: Int, day: Int) {
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

    /// `2015-08-30T12:36:00`, without a fraction or zone (RFC 3339).
    package var rfc3339: [UInt8] {
        write(dateSeparator: "-", timeSeparator: ":")
    }

    /// `2026-01-02T03:04:05.678Z`, as Lambda and its logs write a time.
    ///
    /// - Parameter epochMilliseconds: since 1970.
    package static func rfc3339(epochMilliseconds milliseconds: Int64) -> [UInt8] {
        let seconds = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
        var text = CivilTime(epochSeconds: seconds).rfc3339
        text.append(UInt8(ascii: "."))
        append(Int(milliseconds - seconds * 1000), digits: 3, to: &text)
        text.append(UInt8(ascii: "Z"))
        return text
    }

    /// `20150830T123600` (ISO 8601, basic form).
    package var basic: [UInt8] {
        write(dateSeparator: "", timeSeparator: "")
    }

    private func write(dateSeparator: StaticString, timeSeparator: StaticString) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(20)
        Self.append(year, digits: 4, to: &output)
        output.append(dateSeparator)
        Self.append(month, digits: 2, to: &output)
        output.append(dateSeparator)
        Self.append(day, digits: 2, to: &output)
        output.append(UInt8(ascii: "T"))
        Self.append(hour, digits: 2, to: &output)
        output.append(timeSeparator)
        Self.append(minute, digits: 2, to: &output)
        output.append(timeSeparator)
        Self.append(second, digits: 2, to: &output)
        return output
    }

    static func append(_ number: Int, digits: Int, to output: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            output.append(ASCII.zero + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
