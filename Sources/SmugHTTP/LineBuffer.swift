/// The bytes of a head as they arrive, in one array, and where its current line begins.
struct LineBuffer: Sendable {
    /// How long a line and all lines together may become, and what is wrong beyond.
    struct Bounds {
        /// Without CRLF.
        let line: Int
        let lineCode: HTTPParseError.Code
        /// With all line ends.
        let total: Int
        let totalCode: HTTPParseError.Code
    }

    /// How much is copied from the input at a time: the head of most requests.
    private static let readAhead = 1_024

    private(set) var bytes: [UInt8] = []
    private var lineStart = 0
    /// Up to where the current line is known to have no end.
    private var searched = 0

    /// Takes input up to the end of the current line, and perhaps a little more: when no line is
    /// wanted any more, `giveBack` moves `offset` behind the last one.
    ///
    /// The verdict depends on the bytes alone, never on how they were split: both bounds are
    /// checked as if each byte came alone.
    ///
    /// - Returns: the line's range without its CRLF, or `nil` when the input ended before.
    mutating func next(_ input: Span<UInt8>, _ offset: inout Int, _ bounds: Bounds)
        throws(HTTPParseError) -> Range<Int>?
    {
        let lineRoom = max(0, min(bounds.line, 1 << 30) + 2)
        let totalRoom = max(0, bounds.total - lineStart)
        let limit = lineStart + min(lineRoom, totalRoom)
        while true {
            let end = min(bytes.count, limit)
            if let lineFeed = ByteScan.first(ASCII.lineFeed, in: bytes.span, searched..<end) {
                return try endLine(at: lineFeed)
            }
            guard bytes.count <= limit else {
                throw HTTPParseError(lineRoom <= totalRoom ? bounds.lineCode : bounds.totalCode)
            }
            searched = bytes.count
            guard offset < input.count else { return nil }
            let part = offset..<min(input.count, offset + Self.readAhead)
            bytes.append(input, part)
            offset = part.upperBound
        }
    }

    private mutating func endLine(at lineFeed: Int) throws(HTTPParseError) -> Range<Int> {
        guard lineFeed > lineStart, bytes[lineFeed - 1] == ASCII.carriageReturn else {
            throw HTTPParseError(.bareLineFeed)
        }
        defer {
            lineStart = lineFeed + 1
            searched = lineStart
        }
        return lineStart..<lineFeed - 1
    }

    /// Gives back to the input what was taken of it beyond the last line.
    mutating func giveBack(_ offset: inout Int) {
        let rest = bytes.count - lineStart
        bytes.removeLast(rest)
        offset -= rest
    }

    /// Makes room for a head that probably has this many bytes.
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// Whether no byte came since the last `clear` or `take`.
    var isEmpty: Bool { bytes.isEmpty }

    /// Forgets all lines and keeps the memory.
    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        lineStart = 0
        searched = 0
    }

    /// Hands the array over and starts an empty one.
    mutating func take() -> [UInt8] {
        let taken = bytes
        bytes = []
        lineStart = 0
        searched = 0
        return taken
    }

    /// Judges a field line that `next` returned, and lower-cases its name where it stands.
    mutating func field(_ line: Range<Int>) throws(HTTPParseError) -> HTTPFields.Entry {
        try FieldLine.parse(&bytes, line)
    }
}
