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

/// Who takes a response as it comes in, on its connection's loop.
package protocol HTTPResponseReceiver: AnyObject {
    func receive(_ head: HTTPResponseHead)
    /// A part of the body; its bytes are gone when the call returns.
    func receive(_ part: Span<UInt8>)
    /// The response is whole, or there is no more of it; comes once, and last.
    func end(_ error: HTTPClientError?)
}

/// One HTTP connection to a server: requests go out one at a time.
///
/// Only for the loop that it was made on.
package final class HTTPClientConnection: ByteStreamDelegate, @unchecked Sendable {
    package let loop: EventLoop
    private let stream: any ByteTransport
    private let host: String
    private let maxResponseBytes: Int

    private var parser: HTTPResponseParser?
    private var receiver: (any HTTPResponseReceiver)?
    private var keepsAlive = true
    private var failure: HTTPClientError?
    /// Called once, when the connection is over.
    package var onEnd: (() -> Void)?
    /// Called when all that was written is with the system, after a write that was not taken whole.
    package var onDrain: (() -> Void)?
    /// Whether the server may have the whole request at hand.
    ///
    /// `false` is certain, so that the request may go out again: RFC 9110 section 9.2.2 asks for
    /// such knowledge where a method is not idempotent.
    package private(set) var mayHaveArrived = false
    /// What had been written before it.
    private var writtenBefore = 0
    /// Whether anything of its answer has come.
    private var hasAnswer = false

    /// Connects to a server.
    ///
    /// - Parameters:
    ///   - host: what the `Host` field of ``send(_:)`` says.
    ///   - maxResponseBytes: what ``send(_:)`` takes of a body.
    package static func connect(
        to address: SocketAddress, host: String? = nil, on loop: EventLoop,
        maxResponseBytes: Int = 16 * 1024 * 1024
    ) async throws -> HTTPClientConnection {
        let stream = try await ByteStream.connect(to: address, on: loop)
        return HTTPClientConnection(
            over: stream, host: host ?? address.description, maxResponseBytes: maxResponseBytes)
    }

    /// Takes over a connection that is made, such as one of TLS.
    ///
    /// The parameters are those of ``connect(to:host:on:maxResponseBytes:)``.
    package init(
        over stream: any ByteTransport, host: String, maxResponseBytes: Int = 16 * 1024 * 1024
    ) {
        self.stream = stream
        loop = stream.loop
        self.host = host
        self.maxResponseBytes = maxResponseBytes
        stream.delegate = StreamRelay(to: self)
        stream.startReading()
    }

    deinit {
        let stream = stream
        stream.loop.execute { stream.close() }
    }

    /// Whether another request may be sent.
    package var isReusable: Bool { failure == nil && receiver == nil }

    /// The same after a look at what has arrived and the loop has not come to yet: servers close
    /// connections that lie idle.
    package func isStillReusable() -> Bool {
        if isReusable { stream.takeArrived() }
        return isReusable
    }

    /// Whether a part of the request is still here: the server has not got the whole of it.
    package var isSending: Bool { stream.pendingBytes > 0 }

    /// Sends a request and has its response told to `receiver`, which it keeps until the end.
    ///
    /// - Parameter head: the whole head, with the body's length in it.
    package func send(
        _ method: HTTPMethod, head: [UInt8], body: [UInt8], to receiver: any HTTPResponseReceiver
    ) {
        precondition(self.receiver == nil, "a second request before the first was answered")
        mayHaveArrived = false
        hasAnswer = false
        if let failure { return receiver.end(failure) }
        parser = HTTPResponseParser(requestMethod: method)
        self.receiver = receiver
        writtenBefore = stream.writtenBytes
        stream.write(head, body)
        // A connection that the write has found broken is over by now.
        if failure == nil { mayHaveArrived = true }
    }

    /// Sends a request and returns the whole answer.
    ///
    /// Cancellation closes the connection and throws `CancellationError`.
    package func send(_ request: HTTPClientRequest) async throws -> HTTPResponse {
        if let failure { throw failure }
        var head: [UInt8] = []
        head.reserveCapacity(256 + request.fields.bytes.count)
        try HTTPRequestSerializer.appendHead(
            method: request.method, target: request.target, host: host, fields: request.fields,
            framing: request.body.isEmpty ? .none : .length(request.body.count), to: &head)
        return try await send(request.method, head: head, body: request.body)
    }

    /// The same for a head that is written already, with the body's length in it.
    package func send(_ method: HTTPMethod, head: [UInt8], body: [UInt8]) async throws
        -> HTTPResponse
    {
        try await loop.suspend { resume in
            self.begin(method, head: head, body: body, then: resume)
            return { self.close() }
        }
    }

    /// Sends a head and what there is of a body; ``write(_:)`` brings the rest.
    ///
    /// The response may come before the body is whole. The connection is then to be closed, as the
    /// server reads on.
    package func begin(
        _ method: HTTPMethod, head: [UInt8], body: [UInt8] = [],
        then end: @escaping (Result<HTTPResponse, any Error>) -> Void
    ) {
        send(
            method, head: head, body: body,
            to: WholeResponse(on: self, limit: maxResponseBytes, end))
    }

    /// Writes more of the request at hand, framed as its head says.
    ///
    /// - Returns: whether the system has taken all of it. If not, ``onDrain`` follows, or the end of
    ///   the response.
    package func write(_ bytes: [UInt8]) -> Bool {
        guard receiver != nil else { return true }
        return stream.write(bytes)
    }

    /// Holds back what the server sends, through TCP, until ``resumeReading()``.
    package func pauseReading() { stream.stopReading() }

    package func resumeReading() { stream.startReading() }

    /// Closes the connection; a request that waits fails.
    package func close() {
        fail(.connectionClosed)
    }

    // MARK: - The stream

    package func streamDidReceive(_ bytes: Span<UInt8>) {
        var offset = 0
        hasAnswer = true
        do throws(HTTPParseError) {
            while parser != nil {
                switch try parser?.next(bytes, &offset) {
                case .needMore, nil: return
                case .head(let head):
                    keepsAlive = head.keepAlive
                    receiver?.receive(head)
                case .body(let range): receiver?.receive(bytes.extracting(range))
                case .end: finish(hasMore: offset < bytes.count)
                }
            }
            // Bytes that nobody has asked for.
            if offset < bytes.count { fail(.connectionClosed) }
        } catch {
            fail(.malformed(error))
        }
    }

    /// Ends the response at hand; the receiver may send the next request at once.
    private func finish(hasMore: Bool) {
        let receiver = receiver
        self.receiver = nil
        parser = nil
        if !keepsAlive || hasMore { fail(.connectionClosed) }
        receiver?.end(nil)
    }

    package func streamDidEnd(_ error: LoopError?) {
        // The close ends an answer of unknown length; any other it has cut off.
        if error == nil, var parser, (try? parser.finish()) == true {
            keepsAlive = false
            return finish(hasMore: false)
        }
        if receiver != nil, mayHaveArrived, !hasAnswer {
            mayHaveArrived = stream.mayHaveArrived(after: writtenBefore)
        }
        fail(error.map(HTTPClientError.connectionFailed) ?? .connectionClosed)
    }

    package func streamDidDrain() { onDrain?() }

    private func fail(_ error: HTTPClientError) {
        guard failure == nil else { return }
        failure = error
        parser = nil
        stream.close()
        let (receiver, onEnd) = (receiver, onEnd)
        self.receiver = nil
        self.onEnd = nil
        onDrain = nil
        onEnd?()
        receiver?.end(error)
    }
}

/// Tells a connection of its stream without keeping it alive: a client's connection closes when
/// nobody holds it any more.
private final class StreamRelay: ByteStreamDelegate {
    private weak var connection: HTTPClientConnection?

    init(to connection: HTTPClientConnection) {
        self.connection = connection
    }

    func streamDidReceive(_ bytes: Span<UInt8>) { connection?.streamDidReceive(bytes) }

    func streamDidEnd(_ error: LoopError?) { connection?.streamDidEnd(error) }

    func streamDidDrain() { connection?.streamDidDrain() }
}
