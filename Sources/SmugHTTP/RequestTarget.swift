/// A request's target and its parts, as ranges of the head's bytes (RFC 9112, section 3.2).
struct RequestTarget: Sendable {
    let whole: Range<Int>
    let path: Range<Int>
    let query: Range<Int>?
    /// Set where the target is absolute or an authority itself.
    let authority: Range<Int>?

    init(_ bytes: [UInt8], _ range: Range<Int>, _ method: HTTPMethod) throws(HTTPParseError) {
        guard let first = range.first else { throw HTTPParseError(.malformedRequestLine) }
        if let invisible = ByteScan.firstInvisible(in: bytes.span, range) {
            let isSpace = bytes[invisible] == ASCII.space
            throw HTTPParseError(isSpace ? .malformedRequestLine : .invalidTarget)
        }
        if ByteScan.first(ASCII.numberSign, in: bytes.span, range) != nil {
            throw HTTPParseError(.fragmentInTarget)
        }
        whole = range
        if method == .connect {
            guard HostValue.isValid(bytes, range, needsPort: true) else {
                throw HTTPParseError(.invalidTarget)
            }
            (path, query, authority) = (range, nil, range)
        } else if bytes[first] == ASCII.slash {
            (path, query) = Self.split(bytes, range)
            authority = nil
        } else if bytes.holds("*", at: range), method == .options {
            (path, query, authority) = (range, nil, nil)
        } else {
            (path, query, authority) = try Self.absolute(bytes, range)
        }
    }

    private static func split(_ bytes: [UInt8], _ range: Range<Int>) -> (Range<Int>, Range<Int>?) {
        guard let mark = ByteScan.first(ASCII.questionMark, in: bytes.span, range) else {
            return (range, nil)
        }
        return (range.lowerBound..<mark, mark + 1..<range.upperBound)
    }

    private static func absolute(_ bytes: [UInt8], _ range: Range<Int>) throws(HTTPParseError)
        -> (Range<Int>, Range<Int>?, Range<Int>?)
    {
        var start: Int?
        for scheme: StaticString in ["http://", "https://"] {
            let end = range.lowerBound + scheme.utf8CodeUnitCount
            guard end <= range.upperBound else { continue }
            if bytes.holdsIgnoringCase(scheme, at: range.lowerBound..<end) { start = end }
        }
        guard let start else { throw HTTPParseError(.invalidTarget) }
        var end = start
        while end < range.upperBound, bytes[end] != ASCII.slash, bytes[end] != ASCII.questionMark {
            end += 1
        }
        guard HostValue.isValid(bytes, start..<end) else { throw HTTPParseError(.invalidTarget) }
        let (path, query) = split(bytes, end..<range.upperBound)
        // An empty path means "/": the scheme's own last slash stands for it.
        return (path.isEmpty ? start - 1..<start : path, query, start..<end)
    }
}
