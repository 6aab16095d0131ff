/// Takes a chunked body apart; trailers are judged like fields, and dropped unless wanted.
struct ChunkedDecoder: Sendable {
    enum Step {
        case needMore
        /// A range of the input, never empty.
        case body(Range<Int>)
        case end
    }

    private enum Phase {
        case size
        /// So many bytes of the chunk are to come.
        case data(Int)
        case carriageReturn
        case lineFeed
        case trailers
    }

    private var phase = Phase.size
    private var remainingBody: Int
    private let keepsTrailers: Bool
    private var trailerEntries: [HTTPFields.Entry] = []
    /// Once the body has ended, if they are wanted.
    private(set) var trailers: HTTPFields?

    init(maxBodyBytes: Int, keepsTrailers: Bool = false) {
        remainingBody = maxBodyBytes
        self.keepsTrailers = keepsTrailers
    }

    /// Lowers what may still come, without the chunk that is under way.
    mutating func limitBody(to count: Int) { remainingBody = min(remainingBody, count) }

    mutating func next(
        _ input: Span<UInt8>, _ offset: inout Int, _ lines: inout LineBuffer, _ limits: HTTPLimits
    ) throws(HTTPParseError) -> Step {
        while true {
            switch phase {
            case .size:
                guard try readSize(input, &offset, &lines, limits) else { return .needMore }
            case .data(let remaining):
                let end = offset + min(remaining, input.count - offset)
                guard end > offset else { return .needMore }
                let left = remaining - (end - offset)
                phase = left == 0 ? .carriageReturn : .data(left)
                defer { offset = end }
                return .body(offset..<end)
            case .carriageReturn:
                guard try skip(ASCII.carriageReturn, input, &offset) else { return .needMore }
                phase = .lineFeed
            case .lineFeed:
                guard try skip(ASCII.lineFeed, input, &offset) else { return .needMore }
                phase = .size
            case .trailers:
                return try readTrailers(input, &offset, &lines, limits) ? .end : .needMore
            }
        }
    }

    private mutating func readSize(
        _ input: Span<UInt8>, _ offset: inout Int, _ lines: inout LineBuffer, _ limits: HTTPLimits
    ) throws(HTTPParseError) -> Bool {
        let bounds = LineBuffer.Bounds(
            line: limits.maxChunkLineBytes, lineCode: .chunkLineTooLong,
            total: .max, totalCode: .chunkLineTooLong)
        guard let line = try lines.next(input, &offset, bounds) else { return false }
        let size = try ChunkLine.size(lines.bytes, line)
        lines.giveBack(&offset)
        lines.clear()
        guard size <= remainingBody else { throw HTTPParseError(.bodyTooLarge) }
        remainingBody -= size
        phase = size == 0 ? .trailers : .data(size)
        return true
    }

    private func skip(_ byte: UInt8, _ input: Span<UInt8>, _ offset: inout Int)
        throws(HTTPParseError) -> Bool
    {
        guard offset < input.count else { return false }
        guard input[offset] == byte else { throw HTTPParseError(.missingChunkEnd) }
        offset += 1
        return true
    }

    private mutating func readTrailers(
        _ input: Span<UInt8>, _ offset: inout Int, _ lines: inout LineBuffer, _ limits: HTTPLimits
    ) throws(HTTPParseError) -> Bool {
        let bounds = LineBuffer.Bounds(
            line: limits.maxFieldLineBytes, lineCode: .fieldLineTooLong,
            total: limits.maxTrailerBytes, totalCode: .trailersTooLarge)
        while let line = try lines.next(input, &offset, bounds) {
            if line.isEmpty {
                lines.giveBack(&offset)
                if keepsTrailers {
                    trailers = HTTPFields(bytes: lines.take(), entries: trailerEntries)
                }
                lines.clear()
                return true
            }
            let entry = try lines.field(line)
            if keepsTrailers { trailerEntries.append(entry) }
        }
        return false
    }
}
