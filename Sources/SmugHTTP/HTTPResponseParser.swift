/// Takes HTTP/1 responses from a connection of our client, in pieces of any size (RFC 9112).
///
/// Events come as from `HTTPRequestParser`. Interim responses (1xx) are judged and dropped, except
/// 101. Each response has a parser of its own; bytes that come without a request are for the client
/// to refuse.
package struct HTTPResponseParser: Sendable {
    /// What came next.
    package enum Event: Sendable {
        /// All input was taken and the next event is not complete.
        case needMore
        /// The head of the response.
        case head(HTTPResponseHead)
        /// A range of the input that was given, never empty; copy it before the input goes.
        case body(Range<Int>)
        /// The response is complete; trailers, if any, were dropped.
        case end
    }

    private enum Phase {
        case statusLine
        case fields(StatusLine)
        /// So many bytes are to come; 0 is the end.
        case body(Int)
        case chunks(ChunkedDecoder)
        case untilClose
        case finished
        case failed(HTTPParseError)
    }

    private var limits: HTTPLimits
    private var requestMethod: HTTPMethod
    private var phase = Phase.statusLine
    private var lines = LineBuffer()
    private var section = FieldSection()
    private var interimResponses = 0
    private var bodyBytes = 0

    /// Starts before the response to a request with this method.
    package init(requestMethod: HTTPMethod, limits: HTTPLimits = HTTPLimits()) {
        self.requestMethod = requestMethod
        self.limits = limits
        // Ranges of a head are stored in 32 bits.
        self.limits.maxHeadBytes = min(limits.maxHeadBytes, 1 << 30)
    }

    /// Takes input from `offset` up to the next event and moves `offset` behind it.
    ///
    /// After `end` it takes nothing and answers `needMore`.
    ///
    /// - Throws: what was wrong; the parser then throws the same for ever.
    package mutating func next(_ input: Span<UInt8>, _ offset: inout Int) throws(HTTPParseError)
        -> Event
    {
        do throws(HTTPParseError) {
            return try advance(input, &offset)
        } catch {
            phase = .failed(error)
            throw error
        }
    }

    /// Takes note that the connection closed.
    ///
    /// - Returns: whether that ended a response: one that goes on until the close.
    /// - Throws: `truncated` when it cut a response off or came before one.
    package mutating func finish() throws(HTTPParseError) -> Bool {
        switch phase {
        case .untilClose:
            phase = .finished
            return true
        case .finished:
            return false
        case .failed(let error):
            throw error
        case .statusLine, .fields, .body, .chunks:
            let error = HTTPParseError(.truncated)
            phase = .failed(error)
            throw error
        }
    }

    private mutating func advance(_ input: Span<UInt8>, _ offset: inout Int)
        throws(HTTPParseError) -> Event
    {
        while true {
            switch phase {
            case .statusLine:
                guard try readStatusLine(input, &offset) else { return .needMore }
            case .fields(let line):
                guard try section.read(input, &offset, &lines, limits) else { return .needMore }
                if let head = try finishHead(line) { return .head(head) }
            case .body(0):
                phase = .finished
                return .end
            case .body(let remaining):
                guard let range = take(remaining, input, &offset) else { return .needMore }
                phase = .body(remaining - range.count)
                return .body(range)
            case .chunks(let decoder):
                return try readChunks(input, &offset, decoder)
            case .untilClose:
                return try readUntilClose(input, &offset)
            case .finished:
                return .needMore
            case .failed(let error):
                throw error
            }
        }
    }

    private func take(_ limit: Int, _ input: Span<UInt8>, _ offset: inout Int) -> Range<Int>? {
        let end = offset + min(limit, input.count - offset)
        guard end > offset else { return nil }
        defer { offset = end }
        return offset..<end
    }

    /// - Returns: whether a line was taken.
    private mutating func readStatusLine(_ input: Span<UInt8>, _ offset: inout Int)
        throws(HTTPParseError) -> Bool
    {
        guard offset < input.count else { return false }
        if lines.isEmpty { lines.reserve(max(256, min(input.count - offset, 2_048))) }
        let bounds = LineBuffer.Bounds(
            line: limits.maxFieldLineBytes, lineCode: .fieldLineTooLong,
            total: limits.maxHeadBytes, totalCode: .headTooLarge)
        guard let line = try lines.next(input, &offset, bounds) else { return false }
        phase = .fields(try StatusLine(lines.bytes, line))
        return true
    }

    private mutating func readUntilClose(_ input: Span<UInt8>, _ offset: inout Int)
        throws(HTTPParseError) -> Event
    {
        guard let range = take(.max, input, &offset) else { return .needMore }
        guard range.count <= limits.maxBodyBytes - bodyBytes else {
            throw HTTPParseError(.bodyTooLarge)
        }
        bodyBytes += range.count
        return .body(range)
    }

    private mutating func readChunks(
        _ input: Span<UInt8>, _ offset: inout Int, _ decoder: ChunkedDecoder
    ) throws(HTTPParseError) -> Event {
        var decoder = decoder
        switch try decoder.next(input, &offset, &lines, limits) {
        case .needMore:
            phase = .chunks(decoder)
            return .needMore
        case .body(let range):
            phase = .chunks(decoder)
            return .body(range)
        case .end:
            phase = .finished
            return .end
        }
    }

    /// - Returns: the head, or `nil` for an interim response, after which the next one follows.
    private mutating func finishHead(_ line: StatusLine) throws(HTTPParseError)
        -> HTTPResponseHead?
    {
        let facts = section.facts
        let framing = try framing(facts, line)
        if line.status.code < 200, line.status != .switchingProtocols {
            interimResponses += 1
            guard interimResponses <= limits.maxInterimResponses else {
                throw HTTPParseError(.tooManyInterimResponses)
            }
            lines.clear()
            _ = section.take()
            phase = .statusLine
            return nil
        }
        switch framing {
        case .none: phase = .body(0)
        case .length(let length): phase = .body(length)
        case .chunked: phase = .chunks(ChunkedDecoder(maxBodyBytes: limits.maxBodyBytes))
        case .untilClose: phase = .untilClose
        }
        let endsConnection = framing == .untilClose || line.status == .switchingProtocols
        return HTTPResponseHead(
            status: line.status, version: line.version, reason: line.reason,
            keepAlive: !endsConnection && facts.keepAlive(line.version), framing: framing,
            fields: HTTPFields(bytes: lines.take(), entries: section.take()))
    }

    private func framing(_ facts: MessageFacts, _ line: StatusLine) throws(HTTPParseError)
        -> HTTPResponseFraming
    {
        let isChunked = try facts.isChunked(line.version)
        if requestMethod == .head || line.status.forbidsBody { return .none }
        if isChunked { return .chunked }
        guard let length = facts.contentLength else { return .untilClose }
        guard length <= limits.maxBodyBytes else { throw HTTPParseError(.bodyTooLarge) }
        return .length(length)
    }
}
