/// Takes HTTP/1 requests from a connection's bytes, in pieces of any size (RFC 9112).
///
/// The events of a message are one `head`, then `body` as often as there are bytes, then `end`;
/// after it the next message is read on from the same offset. What comes out does not depend on
/// how the input was split, apart from the seams between `body` ranges.
///
///     var offset = 0
///     while true {
///         switch try parser.next(input, &offset) {
///         case .needMore: return  // all of the input was taken
///         case .head(let head): start(head)
///         case .body(let range): append(input, range)
///         case .end: finish()
///         }
///     }
package struct HTTPRequestParser: Sendable {
    /// What came next.
    package enum Event: Sendable {
        /// All input was taken and the next event is not complete.
        case needMore
        /// The head of the next message.
        case head(HTTPRequestHead)
        /// A range of the input that was given, never empty; copy it before the input goes.
        case body(Range<Int>)
        /// The message is complete; trailers, if any, are dropped unless the parser keeps them.
        case end
    }

    private enum Phase {
        case requestLine(skippedEmptyLine: Bool)
        case fields(RequestLine)
        /// So many bytes are to come; 0 is the end.
        case body(Int)
        case chunks(ChunkedDecoder)
        case failed(HTTPParseError)
    }

    private var limits: HTTPLimits
    private var phase = Phase.requestLine(skippedEmptyLine: false)
    private var lines = LineBuffer()
    private var section = FieldSection()
    private let keepsTrailers: Bool
    /// Those of the message that has ended last, if the parser keeps them and its body came in
    /// chunks.
    package private(set) var trailers: HTTPFields?

    /// Starts before the first request of a connection.
    package init(limits: HTTPLimits = HTTPLimits(), keepsTrailers: Bool = false) {
        self.limits = limits
        self.keepsTrailers = keepsTrailers
        // Ranges of a head are stored in 32 bits.
        self.limits.maxHeadBytes = min(limits.maxHeadBytes, 1 << 30)
    }

    /// Whether no byte of a message was taken since the last `end`.
    ///
    /// A connection that closes here closes cleanly; elsewhere it cuts a request off.
    package var isBetweenMessages: Bool {
        if case .requestLine = phase { return lines.isEmpty }
        return false
    }

    /// Takes input from `offset` up to the next event and moves `offset` behind it.
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

    /// Sets a limit for the body of the message whose head just came, as its route wants it.
    ///
    /// It can only lower the limit, and counts from the body's start if called before any of it
    /// was taken.
    ///
    /// - Throws: `bodyTooLarge` when the head announced more.
    package mutating func limitBody(to maxBytes: Int) throws(HTTPParseError) {
        switch phase {
        case .body(let length) where length > maxBytes:
            let error = HTTPParseError(.bodyTooLarge)
            phase = .failed(error)
            throw error
        case .chunks(var decoder):
            decoder.limitBody(to: maxBytes)
            phase = .chunks(decoder)
        default: break
        }
    }

    private mutating func advance(_ input: Span<UInt8>, _ offset: inout Int)
        throws(HTTPParseError) -> Event
    {
        while true {
            switch phase {
            case .requestLine(let skipped):
                guard try readRequestLine(input, &offset, skipped) else { return .needMore }
            case .fields(let line):
                guard try section.read(input, &offset, &lines, limits) else { return .needMore }
                return .head(try finishHead(line))
            case .body(0):
                startMessage()
                return .end
            case .body(let remaining):
                let end = offset + min(remaining, input.count - offset)
                guard end > offset else { return .needMore }
                phase = .body(remaining - (end - offset))
                defer { offset = end }
                return .body(offset..<end)
            case .chunks(let decoder):
                return try readChunks(input, &offset, decoder)
            case .failed(let error):
                throw error
            }
        }
    }

    private mutating func startMessage() { phase = .requestLine(skippedEmptyLine: false) }

    /// - Returns: whether a line was taken.
    private mutating func readRequestLine(
        _ input: Span<UInt8>, _ offset: inout Int, _ skippedEmptyLine: Bool
    ) throws(HTTPParseError) -> Bool {
        guard offset < input.count else { return false }
        if lines.isEmpty {
            // What starts like another protocol (TLS, say) is refused at once.
            guard isFirstByteOfLine(input[offset]) else { throw HTTPParseError(.invalidMethod) }
            lines.reserve(max(256, min(input.count - offset, 2_048)))
        }
        let bounds = LineBuffer.Bounds(
            line: limits.maxRequestLineBytes, lineCode: .requestLineTooLong,
            total: limits.maxHeadBytes, totalCode: .headTooLarge)
        guard let line = try lines.next(input, &offset, bounds) else { return false }
        if line.isEmpty {
            guard !skippedEmptyLine else { throw HTTPParseError(.unexpectedEmptyLine) }
            lines.giveBack(&offset)
            lines.clear()
            phase = .requestLine(skippedEmptyLine: true)
        } else {
            phase = .fields(
                try RequestLine(lines.bytes, line, maxMethodBytes: limits.maxMethodBytes))
        }
        return true
    }

    private func isFirstByteOfLine(_ byte: UInt8) -> Bool {
        ASCII.isTokenByte(byte) || byte == ASCII.carriageReturn || byte == ASCII.lineFeed
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
            trailers = decoder.trailers
            startMessage()
            return .end
        }
    }

    private mutating func finishHead(_ line: RequestLine) throws(HTTPParseError) -> HTTPRequestHead
    {
        let facts = section.facts
        try checkHost(facts, line.version)
        let framing = try framing(facts, line.version)
        if facts.hasUnknownExpectation { throw HTTPParseError(.unknownExpectation) }
        switch framing {
        case .none: phase = .body(0)
        case .length(let length): phase = .body(length)
        case .chunked:
            phase = .chunks(
                ChunkedDecoder(maxBodyBytes: limits.maxBodyBytes, keepsTrailers: keepsTrailers))
        }
        let hasBody = framing != .none && framing != .length(0)
        var fields = HTTPFields(bytes: lines.take(), entries: section.take())
        if line.method != .connect, let authority = line.target.authority {
            fields.replaceHost(with: authority)
        }
        return HTTPRequestHead(
            method: line.method, version: line.version, target: line.target.whole,
            path: line.target.path, query: line.target.query,
            authority: line.target.authority ?? facts.host,
            keepAlive: facts.keepAlive(line.version),
            expectsContinue: facts.expectsContinue && hasBody && line.version == .http11,
            framing: framing, fields: fields)
    }

    private func checkHost(_ facts: MessageFacts, _ version: HTTPVersion) throws(HTTPParseError) {
        guard facts.hosts <= 1 else { throw HTTPParseError(.duplicateHost) }
        guard let host = facts.host else {
            if version == .http11 { throw HTTPParseError(.missingHost) }
            return
        }
        guard host.isEmpty || HostValue.isValid(lines.bytes, host) else {
            throw HTTPParseError(.invalidHost)
        }
    }

    private func framing(_ facts: MessageFacts, _ version: HTTPVersion) throws(HTTPParseError)
        -> HTTPBodyFraming
    {
        if try facts.isChunked(version) { return .chunked }
        guard let length = facts.contentLength else { return .none }
        guard length <= limits.maxBodyBytes else { throw HTTPParseError(.bodyTooLarge) }
        return .length(length)
    }
}

extension HTTPFields {
    /// Has the host say what the target does: a Host field beside it is to be passed over, and who
    /// reads the one must not see another request than who reads the other (RFC 9112, section 3.2.2).
    fileprivate mutating func replaceHost(with authority: Range<Int>) {
        guard let index = entries.firstIndex(where: { bytes.holds("host", at: $0.name) }) else {
            return
        }
        entries[index] = Entry(name: entries[index].name, value: authority)
    }
}
