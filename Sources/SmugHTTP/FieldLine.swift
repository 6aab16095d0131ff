/// One field line: a token, a colon, a value between optional blanks (RFC 9112, section 5).
enum FieldLine {
    /// Judges a line without its CRLF, which is not empty, and lower-cases the name in place.
    static func parse(_ bytes: inout [UInt8], _ line: Range<Int>) throws(HTTPParseError)
        -> HTTPFields.Entry
    {
        let colon = try name(&bytes, line)
        let value = colon + 1..<line.upperBound
        if let control = ByteScan.firstControl(in: bytes.span, value) {
            throw HTTPParseError(control: bytes[control], otherwise: .invalidFieldValue)
        }
        return HTTPFields.Entry(
            name: line.lowerBound..<colon, value: bytes.trimmingBlanks(value))
    }

    /// - Returns: the index of the colon.
    private static func name(_ bytes: inout [UInt8], _ line: Range<Int>) throws(HTTPParseError)
        -> Int
    {
        let index = ByteScan.lowercaseToken(in: &bytes, line)
        guard index < line.upperBound else { throw HTTPParseError(.missingColon) }
        if bytes[index] == ASCII.colon, index > line.lowerBound { return index }
        throw refusal(of: bytes[index], isFirst: index == line.lowerBound)
    }

    private static func refusal(of byte: UInt8, isFirst: Bool) -> HTTPParseError {
        switch byte {
        case ASCII.colon: HTTPParseError(.emptyFieldName)
        case ASCII.space, ASCII.tab:
            HTTPParseError(isFirst ? .obsoleteLineFolding : .spaceBeforeColon)
        default: HTTPParseError(control: byte, otherwise: .invalidFieldName)
        }
    }
}
