/// Method, target and version (RFC 9112, section 3).
struct RequestLine: Sendable {
    let method: HTTPMethod
    let version: HTTPVersion
    let target: RequestTarget

    /// Judges a line without its CRLF.
    init(_ bytes: [UInt8], _ line: Range<Int>, maxMethodBytes: Int) throws(HTTPParseError) {
        if ByteScan.first(ASCII.carriageReturn, in: bytes.span, line) != nil {
            throw HTTPParseError(.bareCarriageReturn)
        }
        let methodEnd = try Self.methodEnd(bytes, line, maxMethodBytes)
        var targetEnd = line.upperBound - 1
        while targetEnd > methodEnd, bytes[targetEnd] != ASCII.space { targetEnd -= 1 }
        guard targetEnd > methodEnd else { throw HTTPParseError(.malformedRequestLine) }
        version = try HTTPVersion(bytes, targetEnd + 1..<line.upperBound)
        method = HTTPMethod(token: bytes, line.lowerBound..<methodEnd)
        target = try RequestTarget(bytes, methodEnd + 1..<targetEnd, method)
    }

    private static func methodEnd(_ bytes: [UInt8], _ line: Range<Int>, _ limit: Int)
        throws(HTTPParseError) -> Int
    {
        var end = line.lowerBound
        while end < line.upperBound, ASCII.isTokenByte(bytes[end]) { end += 1 }
        guard end > line.lowerBound else { throw HTTPParseError(.invalidMethod) }
        guard end < line.upperBound else { throw HTTPParseError(.malformedRequestLine) }
        guard bytes[end] == ASCII.space else { throw HTTPParseError(.invalidMethod) }
        guard end - line.lowerBound <= limit else { throw HTTPParseError(.methodTooLong) }
        return end
    }
}
