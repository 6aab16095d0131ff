internal import SmugHTTP

extension AmazonDate {
    /// `2015-08-30T12:36:00Z`.
    var rfc3339: String {
        String(decoding: CivilTime(epochSeconds: epochSeconds).rfc3339, as: UTF8.self) + "Z"
    }

    /// Reads `2015-08-30T12:36:00Z` with or without a fraction, which is dropped, and with an
    /// offset in place of the `Z`; nil for anything else.
    init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == Self.hyphen, bytes[7] == Self.hyphen,
            bytes[10] == UInt8(ascii: "T"), bytes[13] == Self.colon, bytes[16] == Self.colon,
            let offset = Self.offset(bytes[19...])
        else { return nil }
        let basic =
            bytes[0..<4] + bytes[5..<7] + bytes[8..<13] + bytes[14..<16] + bytes[17..<19]
            + [UInt8(ascii: "Z")]
        guard let local = AmazonDate(timestamp: basic) else { return nil }
        self.init(epochSeconds: local.epochSeconds - offset)
    }

    private static let hyphen = UInt8(ascii: "-")
    private static let colon = UInt8(ascii: ":")

    /// Seconds east of Greenwich, from what follows the seconds.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        var rest = bytes
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix(while: ASCIIByte.isDigit)
            guard !fraction.isEmpty else { return nil }
            rest = rest[fraction.endIndex...]
        }
        guard let sign = rest.popFirst() else { return nil }
        if sign == UInt8(ascii: "Z") { return rest.isEmpty ? 0 : nil }
        guard sign == UInt8(ascii: "+") || sign == hyphen else { return nil }
        let digits = rest.filter { $0 != colon }
        guard digits.count == 4, digits.allSatisfy(ASCIIByte.isDigit),
            rest.count == 4 || (rest.count == 5 && rest[rest.startIndex + 2] == colon),
            let number = Int64(String(decoding: digits, as: UTF8.self)), number / 100 < 24,
            number % 100 < 60
        else { return nil }
        let seconds = number / 100 * 3600 + number % 100 * 60
        return sign == hyphen ? -seconds : seconds
    }
}
