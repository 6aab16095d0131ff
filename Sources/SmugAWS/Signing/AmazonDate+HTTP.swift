extension AmazonDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7) and nothing else; the name
    /// of the day is not checked.
    init?(httpDate text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT",
            parts[1].utf8.count == 2, parts[3].utf8.count == 4, parts[4].utf8.count == 8,
            let month = Self.months.firstIndex(where: { $0 == parts[2] })
        else { return nil }
        let time = parts[4].split(separator: ":", omittingEmptySubsequences: false)
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        self.init(timestamp: "\(parts[3])\(number)\(parts[1])T\(time.joined())Z".utf8)
    }
}
