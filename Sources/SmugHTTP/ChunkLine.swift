/// The line before a chunk's data: its size and extensions (RFC 9112, section 7.1).
enum ChunkLine {
    /// Judges a line without its CRLF.
    ///
    /// - Returns: the size; extensions are checked and dropped.
    static func size(_ bytes: [UInt8], _ line: Range<Int>) throws(HTTPParseError) -> Int {
        var size = 0
        var index = line.lowerBound
        while index < line.upperBound, let digit = ASCII.hexValue(bytes[index]) {
            guard size <= Int.max >> 4 else { throw HTTPParseError(.chunkSizeOverflow) }
            size = size << 4 | Int(digit)
            index += 1
        }
        guard index > line.lowerBound else {
            throw refusal(bytes, index, line, .invalidChunkSize)
        }
        if index == line.upperBound { return size }
        // Blanks may stand before an extension, but not alone.
        while index < line.upperBound, ASCII.isBlank(bytes[index]) { index += 1 }
        guard index < line.upperBound, bytes[index] == ASCII.semicolon else {
            throw refusal(bytes, index, line, .invalidChunkSize)
        }
        try checkExtensions(bytes, index..<line.upperBound)
        return size
    }

    private static func refusal(
        _ bytes: [UInt8], _ index: Int, _ line: Range<Int>, _ code: HTTPParseError.Code
    ) -> HTTPParseError {
        guard index < line.upperBound else { return HTTPParseError(code) }
        return HTTPParseError(control: bytes[index], otherwise: code)
    }

    private static func checkExtensions(_ bytes: [UInt8], _ range: Range<Int>)
        throws(HTTPParseError)
    {
        if let control = ByteScan.firstControl(in: bytes.span, range) {
            throw HTTPParseError(control: bytes[control], otherwise: .invalidChunkExtension)
        }
        var isQuoted = false
        var isEscaped = false
        for index in range {
            if isEscaped {
                isEscaped = false
            } else if bytes[index] == ASCII.quote {
                isQuoted.toggle()
            } else if bytes[index] == ASCII.backslash, isQuoted {
                isEscaped = true
            }
        }
        if isQuoted { throw HTTPParseError(.invalidChunkExtension) }
    }
}
