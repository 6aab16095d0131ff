/// Version, status and reason (RFC 9112, section 4).
struct StatusLine: Sendable {
    let version: HTTPVersion
    let status: HTTPStatus
    let reason: Range<Int>

    /// Judges a line without its CRLF; the space before an absent reason may be absent too.
    init(_ bytes: [UInt8], _ line: Range<Int>) throws(HTTPParseError) {
        if let control = ByteScan.firstControl(in: bytes.span, line) {
            throw HTTPParseError(control: bytes[control], otherwise: .malformedStatusLine)
        }
        let start = line.lowerBound
        guard line.count >= 12, bytes[start + 8] == ASCII.space,
            line.count == 12 || bytes[start + 12] == ASCII.space
        else { throw HTTPParseError(.malformedStatusLine) }
        version = try HTTPVersion(bytes, start..<start + 8)
        var code = 0
        for index in start + 9..<start + 12 {
            guard ASCII.isDigit(bytes[index]) else { throw HTTPParseError(.malformedStatusLine) }
            code = code * 10 + Int(bytes[index] - ASCII.zero)
        }
        guard let status = HTTPStatus(code: code) else {
            throw HTTPParseError(.malformedStatusLine)
        }
        self.status = status
        reason = min(start + 13, line.upperBound)..<line.upperBound
    }
}
