package import SmugHTTP
package import SmugLoop

/// A request of the small client.
package struct HTTPClientRequest: Sendable {
    package var method: HTTPMethod
    /// Path and query, as they go on the wire.
    package var target: String
    package var fields: HTTPFields
    package var body: [UInt8]

    package init(
        _ method: HTTPMethod, _ target: String, fields: HTTPFields = HTTPFields(),
        body: [UInt8] = []
    ) {
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body
    }
}

/// Why the small client got no answer.
package enum HTTPClientError: Error, Sendable {
    /// The server closed the connection before or in the middle of its answer.
    case connectionClosed
    /// The connection failed.
    case connectionFailed(LoopError)
    /// The answer is not HTTP.
    case malformed(HTTPParseError)
    /// The answer is longer than the caller's limit, in bytes.
    case responseTooLarge(limit: Int)
}

/// One plain HTTP connection to a server nearby: requests go out one at a time.
///
/// For the Runtime API and for tests; what goes over networks goes through libcurl. Only for the
/// loop that it was made on.
package final class HTTPClientConnection: ByteStreamDelegate, @unchecked Sendable {
    private let stream: ByteStream
    private let loop: EventLoop
    private let host: String
    private let maxResponseBytes: Int

    private var parser: HTTPResponseParser?
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []
    private var resume: ((Result<HTTPResponse, any Error>) -> Void)?
    private var failure: HTTPClientError?
    /// Whether another request may be sent.
    package private(set) var isReusable = true

    /// Connects to a server.
    ///
    /// - Parameter host: what the `Host` field says.
    package static func connect(
        to address: SocketAddress, host: String? = nil, on loop: EventLoop,
        maxResponseBytes: Int = 16 * 1024 * 1024
    ) async throws -> HTTPClientConnection {
        let stream = try await ByteStream.connect(to: address, on: loop)
        return HTTPClientConnection(
            stream: stream, host: host ?? address.description, maxResponseBytes: maxResponseBytes)
    }

    private init(stream: ByteStream, host: String, maxResponseBytes: Int) {
        self.stream = stream
        loop = stream.loop
        self.host = host
        self.maxResponseBytes = maxResponseBytes
        stream.delegate = self
        stream.startReading()
    }

    deinit {
        let stream = stream
        stream.loop.execute { stream.close() }
    }

    /// Sends a request and returns the whole answer.
    ///
    /// Cancellation closes the connection and throws `CancellationError`.
    package func send(_ request: HTTPClientRequest) async throws -> HTTPResponse {
        if let failure { throw failure }
        precondition(resume == nil, "a second request before the first was answered")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + request.fields.bytes.count + request.body.count)
        try HTTPRequestSerializer.appendHead(
            method: request.method, target: request.target, host: host, fields: request.fields,
            framing: request.body.isEmpty ? .none : .length(request.body.count), to: &bytes)
        bytes.append(contentsOf: request.body)
        parser = HTTPResponseParser(requestMethod: request.method)
        head = nil
        body = []
        return try await loop.suspend { resume in
            self.resume = resume
            self.stream.write(bytes)
            return { self.close() }
        }
    }

    /// Closes the connection; a request that waits fails.
    package func close() {
        fail(.connectionClosed)
    }

    // MARK: - The stream

    package func streamDidReceive(_ bytes: Span<UInt8>) {
        var offset = 0
        do throws(HTTPParseError) {
            while parser != nil {
                switch try parser?.next(bytes, &offset) {
                case .needMore, nil: return
                case .head(let head): self.head = head
                case .body(let range): append(bytes.extracting(range))
                case .end: finish()
                }
            }
            // Bytes that nobody has asked for.
            if offset < bytes.count { fail(.connectionClosed) }
        } catch {
            fail(.malformed(error))
        }
    }

    private func append(_ part: Span<UInt8>) {
        guard part.count <= maxResponseBytes - body.count else {
            return fail(.responseTooLarge(limit: maxResponseBytes))
        }
        unsafe part.withUnsafeBufferPointer { unsafe body.append(contentsOf: unsafe $0) }
    }

    private func finish() {
        guard let head, let resume else { return fail(.connectionClosed) }
        parser = nil
        self.resume = nil
        let response = HTTPResponse(head.status, fields: head.fields, body: body)
        body = []
        if !head.keepAlive { fail(.connectionClosed) }
        resume(.success(response))
    }

    package func streamDidEnd(_ error: LoopError?) {
        // The close ends an answer of unknown length; any other it has cut off.
        if error == nil, var parser, (try? parser.finish()) == true { return finish() }
        fail(error.map(HTTPClientError.connectionFailed) ?? .connectionClosed)
    }

    package func streamDidDrain() {}

    private func fail(_ error: HTTPClientError) {
        guard failure == nil else { return }
        failure = error
        isReusable = false
        parser = nil
        stream.close()
        let resume = resume
        self.resume = nil
        resume?(.failure(error))
    }
}
