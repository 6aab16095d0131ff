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

    private(set) var bytes: [UInt8] = []
    private var lineStart = 0

    /// Takes input up to the end of the current line.
    ///
    /// The verdict depends on the bytes alone, never on how they were split: both bounds are
    /// checked as if each byte came alone.
    ///
    /// - Returns: the line's range without its CRLF, or `nil` when the input ended before.
    mutating func next(_ input: Span<UInt8>, _ offset: inout Int, _ bounds: Bounds)
        throws(HTTPParseError) -> Range<Int>?
    {
        let lineRoom = min(bounds.line, 1 << 30) + 2 - (bytes.count - lineStart)
        let totalRoom = bounds.total - bytes.count
        let room = max(0, min(lineRoom, totalRoom))
        let end = min(input.count, offset + min(room, input.count - offset))
        guard let lineFeed = ByteScan.first(ASCII.lineFeed, in: input, offset..<end) else {
            if end < input.count {
                throw HTTPParseError(lineRoom <= totalRoom ? bounds.lineCode : bounds.totalCode)
            }
            bytes.append(input, offset..<end)
            offset = end
            return nil
        }
        bytes.append(input, offset..<lineFeed + 1)
        offset = lineFeed + 1
        let lineEnd = bytes.count - 2
        guard lineEnd >= lineStart, bytes[lineEnd] == ASCII.carriageReturn else {
            throw HTTPParseError(.bareLineFeed)
        }
        let line = lineStart..<lineEnd
        lineStart = bytes.count
        return line
    }

    /// Makes room for a head that probably has this many bytes.
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// Whether no byte came since the last `clear` or `take`.
    var isEmpty: Bool { bytes.isEmpty }

    /// Forgets all lines and keeps the memory.
    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        lineStart = 0
    }

    /// Hands the array over and starts an empty one.
    mutating func take() -> [UInt8] {
        let taken = bytes
        bytes = []
        lineStart = 0
        return taken
    }

    /// Judges a field line that `next` returned, and lower-cases its name where it stands.
    mutating func field(_ line: Range<Int>) throws(HTTPParseError) -> HTTPFields.Entry {
        try FieldLine.parse(&bytes, line)
    }
}
