package import SmugHTTP
package import SmugLoop

/// One request and its response, on one connection.
///
/// Only for the loop that the connection is on.
package final class HTTPExchange: @unchecked Sendable {
    package let request: HTTPRequestHead
    /// When the request's head had arrived.
    package let arrival: MonotonicTime
    /// Who the connection comes from.
    package let peer: SocketAddress
    /// The peer's address without its port, as text.
    package var peerHost: [UInt8] { connection.peerHost }
    /// The loop that the connection and the handler's task run on.
    package var loop: EventLoop { connection.loop }
    /// What has been answered so far, for a log.
    package private(set) var answeredStatus: HTTPStatus?
    /// Bytes of the response's body that were handed to the connection.
    package private(set) var answeredBytes = 0

    private let connection: HTTPServerConnection
    var body: [UInt8] = []
    var isRequestComplete = false
    private(set) var isAnswered = false
    /// Whether a response was begun in parts and is neither finished nor aborted.
    var isStreaming = false
    /// Whether the connection has gone on to the next request, or has ended.
    var isConcluded = false
    var keepAlive: Bool

    init(request: HTTPRequestHead, connection: HTTPServerConnection) {
        self.request = request
        self.connection = connection
        self.keepAlive = request.keepAlive
        arrival = EventLoop.now
        peer = connection.peer
    }

    // MARK: - The request's body

    /// The whole body.
    ///
    /// Tells a client that waits for it to go on. A body that its own length shows to be too large
    /// is refused before any of it is read.
    package func collectBody(upTo limit: Int) async throws(HTTPServerFault) -> [UInt8] {
        if case .length(let length) = request.framing, length > limit {
            throw refuse(limit)
        }
        while !isRequestComplete {
            guard body.count <= limit else { throw refuse(limit) }
            try await connection.readMore(for: self, upTo: limit, isWhole: true)
        }
        guard body.count <= limit else { throw refuse(limit) }
        return takeBody()
    }

    /// The next part of the body as it arrives; `nil` at its end.
    package func nextBodyPart() async throws(HTTPServerFault) -> [UInt8]? {
        while body.isEmpty {
            if isRequestComplete { return nil }
            try await connection.readMore(
                for: self, upTo: HTTPServerSettings.maxReadAheadBytes, isWhole: false)
        }
        return takeBody()
    }

    private func refuse(_ limit: Int) -> HTTPServerFault {
        keepAlive = false
        return .bodyTooLarge(limit: limit)
    }

    private func takeBody() -> [UInt8] {
        let taken = body
        body = []
        return taken
    }

    // MARK: - The response

    /// Sends a whole response; returns when the system has taken it, or the client is gone.
    ///
    /// Only the first answer of an exchange is sent.
    package func respond(_ response: HTTPResponse) async {
        guard !isAnswered else { return }
        var bytes = beginAnswer(
            response.status, response.fields, .length(response.body.count),
            reserving: response.body.count)
        if request.method != .head, !response.status.forbidsBody {
            bytes.append(contentsOf: response.body)
            answeredBytes = response.body.count
        }
        await connection.send(bytes)
    }

    /// Sends a response's head; what follows is written in parts.
    ///
    /// To HTTP/1.0, which knows no chunks, the end of the connection ends the response. After
    /// another answer nothing is sent, and the first part fails.
    package func beginResponse(_ status: HTTPStatus, fields: HTTPFields) async
        -> HTTPResponseStream
    {
        guard !isAnswered else { return HTTPResponseStream(over: self) }
        let isChunked = request.version == .http11
        if !isChunked { keepAlive = false }
        isStreaming = true
        await connection.send(beginAnswer(status, fields, .chunked, reserving: 0))
        let hasBody = request.method != .head && !status.forbidsBody
        return HTTPResponseStream(exchange: self, isChunked: isChunked, hasBody: hasBody)
    }

    private func beginAnswer(
        _ status: HTTPStatus, _ fields: HTTPFields, _ framing: HTTPBodyFraming, reserving: Int
    ) -> [UInt8] {
        isAnswered = true
        answeredStatus = status
        keepAlive = keepAlive && isRequestComplete && connection.mayContinue
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + fields.bytes.count + reserving)
        HTTPResponseSerializer.appendHead(
            status: status, fields: fields, framing: framing, keepAlive: keepAlive,
            date: connection.date(), version: request.version, to: &bytes)
        return bytes
    }

    func sendPart(_ bytes: [UInt8], of count: Int) async throws(HTTPServerFault) {
        answeredBytes += count
        await connection.send(bytes)
        guard !connection.isGone else { throw .disconnected }
    }

    /// Breaks the connection off, so that the client sees that its answer is not whole.
    package func abort() {
        // The connection may be another request's by now.
        guard !isConcluded else { return }
        isAnswered = true
        isStreaming = false
        keepAlive = false
        connection.abort()
    }
}
