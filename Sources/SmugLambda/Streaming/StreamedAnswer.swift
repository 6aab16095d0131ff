internal import SmugHTTP
internal import SmugLoop
internal import SmugNet
internal import SmugProtocol

/// One answer on its way to the Runtime API in chunks.
///
/// Only for its loop. The call begins with the first part: what fails before that can still be
/// handed in as an error.
final class StreamedAnswer: @unchecked Sendable {
    /// `idle` goes to `open` or `over`, `open` to `over`.
    private enum Phase {
        case idle
        case open
        /// The Runtime API has answered, or is gone.
        case over(Result<HTTPResponse, any Error>)
    }

    private let connection: HTTPClientConnection
    private let head: [UInt8]
    private var phase = Phase.idle
    /// Who waits for room, or for the end.
    private var waiting: [(Result<Void, any Error>) -> Void] = []
    private var isFull = false

    /// - Parameter head: of the call, for a body in chunks.
    init(on connection: HTTPClientConnection, head: [UInt8]) {
        self.connection = connection
        self.head = head
    }

    /// Whether the caller has a part of it already.
    var hasBegun: Bool { if case .idle = phase { false } else { true } }

    /// Hands on a part and waits for room for another.
    func write(_ part: [UInt8]) async throws {
        begin()
        try await room()
        if case .over = phase { throw Self.over }
        var chunk: [UInt8] = []
        chunk.reserveCapacity(part.count + 16)
        HTTPChunkFraming.appendChunk(part[...], to: &chunk)
        if !connection.write(chunk) { isFull = true }
        try await room()
    }

    /// Ends the answer well, and returns what the Runtime API says to it.
    func finish() async throws -> HTTPResponse {
        var end: [UInt8] = []
        HTTPChunkFraming.appendLastChunk(to: &end)
        return try await close(end)
    }

    /// Ends the answer with an error, told in trailers.
    func fail(_ error: ErrorDocument) async throws -> HTTPResponse {
        var document: [UInt8] = []
        Base64.append(error.bytes.span, to: &document)
        var trailers = HTTPFields()
        try? trailers.append("lambda-runtime-function-error-type", error.fieldValue)
        try? trailers.append(
            name: "lambda-runtime-function-error-body", value: document[...])
        var end: [UInt8] = []
        HTTPChunkFraming.appendLastChunk(trailers: trailers, to: &end)
        return try await close(end)
    }

    private func begin() {
        guard case .idle = phase else { return }
        phase = .open
        connection.onDrain = { [weak self] in
            self?.isFull = false
            self?.resumeAll()
        }
        connection.begin(.post, head: head) { [weak self] in self?.end($0) }
    }

    private func end(_ result: Result<HTTPResponse, any Error>) {
        phase = .over(result)
        isFull = false
        resumeAll()
    }

    private func close(_ end: [UInt8]) async throws -> HTTPResponse {
        begin()
        if case .open = phase {
            _ = connection.write(end)
        } else {
            // Answered before it was whole: the rest of the call would be taken for another one.
            connection.close()
        }
        while true {
            if case .over(let result) = phase { return try result.get() }
            try await wait()
        }
    }

    private func room() async throws {
        while isFull { try await wait() }
    }

    private func wait() async throws {
        try await connection.loop.suspend { resume in
            self.waiting.append(resume)
            return {}
        }
    }

    private func resumeAll() {
        let waiting = waiting
        self.waiting = []
        for resume in waiting { resume(.success(())) }
    }

    private static let over = LambdaError(
        "the answer is over: nobody takes what is written to its stream")
}
