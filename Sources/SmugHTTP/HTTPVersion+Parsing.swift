extension HTTPVersion {
    /// Takes exactly `HTTP/`, a digit, a dot and a digit.
    init(_ bytes: [UInt8], _ range: Range<Int>) throws(HTTPParseError) {
        let start = range.lowerBound
        guard range.count == 8, bytes.holds("HTTP/", at: start..<start + 5),
            ASCII.isDigit(bytes[start + 5]), bytes[start + 6] == ASCII.dot,
            ASCII.isDigit(bytes[start + 7])
        else { throw HTTPParseError(.invalidVersion) }
        guard bytes[start + 5] == ASCII.zero + 1 else { throw HTTPParseError(.unsupportedVersion) }
        self = bytes[start + 7] == ASCII.zero ? .http10 : .http11
    }
}
