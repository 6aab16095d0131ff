internal import SmugHTTP

/// An instant as Signature Version 4 writes it: `20150830T123600Z`.
///
/// Years are held to 1 ... 9999, so that the text always has sixteen characters.
package struct AmazonDate: Hashable, Sendable, CustomStringConvertible {
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
        var text = CivilTime(epochSeconds: seconds).basic
        text.append(UInt8(ascii: "Z"))
        timestamp = text
    }

    /// Reads `YYYYMMDD'T'HHMMSS'Z'` and nothing else; nil also for a day that no calendar has.
    package init?(timestamp: some Collection<UInt8>) {
        let text = Array(timestamp)
        guard text.count == 16, text[8] == UInt8(ascii: "T"), text[15] == UInt8(ascii: "Z"),
            let year = CivilTime.number(text[0..<4]), year >= 1,
            let month = CivilTime.number(text[4..<6]), let day = CivilTime.number(text[6..<8]),
            let hour = CivilTime.number(text[9..<11]), let minute = CivilTime.number(text[11..<13]),
            let second = CivilTime.number(text[13..<15]),
            let seconds = CivilTime.epochSeconds(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        epochSeconds = seconds
        self.timestamp = text
    }

    /// The first eight characters, which stand in the credential scope.
    package var day: ArraySlice<UInt8> { timestamp[..<8] }

    /// The sixteen characters.
    package var description: String { String(decoding: timestamp, as: UTF8.self) }
}
