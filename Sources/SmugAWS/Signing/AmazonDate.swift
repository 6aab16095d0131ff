/// An instant as Signature Version 4 writes it: `20150830T123600Z`.
///
/// Years are held to 1 ... 9999, so that the text always has sixteen characters.
package struct AmazonDate: Hashable, Sendable, CustomStringConvertible {
    private static let secondsPerDay: Int64 = 86_400
    private static let earliest: Int64 = -62_135_596_800
    private static let latest: Int64 = 253_402_300_799

    /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
    package let epochSeconds: Int64
    /// The sixteen characters.
    package let timestamp: [UInt8]

    /// Takes any number; what is outside the years is moved to their edge.
    package init(epochSeconds: Int64) {
        let seconds = min(max(epochSeconds, Self.earliest), Self.latest)
        self.epochSeconds = seconds
        let date = Self.civilDate(daysSinceEpoch: Self.floorDivide(seconds, Self.secondsPerDay))
        let second = seconds - Self.floorDivide(seconds, Self.secondsPerDay) * Self.secondsPerDay
        var text: [UInt8] = []
        text.reserveCapacity(16)
        Self.append(date.year, digits: 4, to: &text)
        Self.append(date.month, digits: 2, to: &text)
        Self.append(date.day, digits: 2, to: &text)
        text.append(UInt8(ascii: "T"))
        Self.append(second / 3600, digits: 2, to: &text)
        Self.append(second / 60 % 60, digits: 2, to: &text)
        Self.append(second % 60, digits: 2, to: &text)
        text.append(UInt8(ascii: "Z"))
        timestamp = text
    }

    /// Reads `YYYYMMDD'T'HHMMSS'Z'` and nothing else; nil also for a day that no calendar has.
    package init?(timestamp: some Collection<UInt8>) {
        let text = Array(timestamp)
        guard text.count == 16, text[8] == UInt8(ascii: "T"), text[15] == UInt8(ascii: "Z"),
            let year = Self.number(text[0..<4]), let month = Self.number(text[4..<6]),
            let day = Self.number(text[6..<8]), let hour = Self.number(text[9..<11]),
            let minute = Self.number(text[11..<13]), let second = Self.number(text[13..<15]),
            year >= 1, (1...12).contains(month), day >= 1, hour < 24, minute < 60, second < 60
        else { return nil }
        let days = Self.daysSinceEpoch(year: year, month: month, day: day)
        self.init(epochSeconds: days * Self.secondsPerDay + hour * 3600 + minute * 60 + second)
        // A 30 February comes back as another day.
        guard self.timestamp == text else { return nil }
    }

    /// The first eight characters, which stand in the credential scope.
    package var day: ArraySlice<UInt8> { timestamp[..<8] }

    /// The sixteen characters.
    package var description: String { String(decoding: timestamp, as: UTF8.self) }

    private static func append(_ number: Int64, digits: Int, to text: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var number: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return number
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    /// The proleptic Gregorian calendar in years that begin in March, so that the leap day is last.
    private static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civilDate(
        daysSinceEpoch days: Int64
    ) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let leapless = dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096
        let yearOfEra = leapless / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}
