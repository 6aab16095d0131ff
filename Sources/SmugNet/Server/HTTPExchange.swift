package import SmugHTTP
package import SmugLoop

/// One request and its response.
///
/// Only for the loop that its connection is on.
package final class HTTPExchange: @unchecked Sendable {
    package let request: HTTPRequestHead
    /// When the request's head had arrived.
    package let arrival: MonotonicTime
    /// Who the connection comes from.
    package let peer: SocketAddress
    /// The peer's address without its port, as text.
    package var peerHost: [UInt8] { carrier.peerHost }
    /// Whether the connection is encrypted.
    package var isSecure: Bool { carrier.isSecure }
    /// The loop that the connection and the handler's task run on.
    package var loop: EventLoop { carrier.loop }
    /// Whether nobody is there any more to answer.
    package var isGone: Bool { carrier.isGone(for: self) }
    /// What has been answered so far, for a log.
    package private(set) var answeredStatus: HTTPStatus?
    /// Bytes of the response's body that were handed to the connection.
    package private(set) var answeredBytes = 0

    private let carrier: any HTTPCarrier
    /// What has arrived of the body and was not taken yet; the carrier's to fill.
    package var body: [UInt8] = []
    /// Whether nothing of the request is to come any more; the carrier's to say.
    package var isRequestComplete = false
    /// Whether a response was begun or sent.
    package private(set) var isAnswered = false
    /// Whether a response was begun in parts and is neither finished nor aborted.
    package private(set) var isStreaming = false
    /// Whether the connection has gone on to the next request, or has ended; the carrier's to say.
    package var isConcluded = false
    /// Whether an HTTP/1.1 connection may live on after the answer.
    var keepAlive: Bool
    /// The handler's, where it has taken the exchange.
    package var taker: (any HTTPExchangeTaker)?
    /// What answers an exchange that was taken, where that takes a task.
    var taskAnswering: Task<Void, Never>?
    /// Whether the carrier has told that the client is gone.
    var isAbandoned = false

    package init(request: HTTPRequestHead, carrier: any HTTPCarrier, peer: SocketAddress) {
        self.request = request
        self.carrier = carrier
        self.keepAlive = request.keepAlive
        self.peer = peer
        arrival = EventLoop.now
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
            try await carrier.readMore(for: self, upTo: limit, isWhole: true)
        }
        guard body.count <= limit else { throw refuse(limit) }
        return takeBody()
    }

    /// The body of a request that is complete.
    package func completeBody(upTo limit: Int) throws(HTTPServerFault) -> [UInt8] {
        precondition(isRequestComplete, "a body is taken as complete that is not")
        guard body.count <= limit else { throw refuse(limit) }
        return takeBody()
    }

    /// The next part of the body as it arrives; `nil` at its end.
    package func nextBodyPart() async throws(HTTPServerFault) -> [UInt8]? {
        while body.isEmpty {
            if isRequestComplete { return nil }
            try await carrier.readMore(
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
        if !sendWhole(response) { await waitUntilTaken() }
    }

    /// Sends a whole response; whether it is taken already, or nobody is there to take it.
    func sendWhole(_ response: HTTPResponse) -> Bool {
        beginAnswer(response.status)
        if mayCarryBody(response.status) { answeredBytes = response.body.count }
        return carrier.send(response, for: self) || carrier.isGone(for: self)
    }

    func waitUntilTaken() async { await carrier.waitUntilTaken(for: self) }

    /// Lets the connection go on after an exchange that was taken.
    func conclude() { carrier.conclude(self) }

    /// Sends a response's head; what follows is written in parts.
    ///
    /// To HTTP/1.0, which knows no chunks, the end of the connection ends the response. After
    /// another answer nothing is sent, and the first part fails.
    package func beginResponse(_ status: HTTPStatus, fields: HTTPFields) async
        -> HTTPResponseStream
    {
        guard !isAnswered else { return HTTPResponseStream(over: self) }
        beginAnswer(status)
        isStreaming = true
        if !carrier.sendHead(status, fields, for: self) {
            await carrier.waitUntilTaken(for: self)
        }
        return HTTPResponseStream(exchange: self, hasBody: mayCarryBody(status))
    }

    private func beginAnswer(_ status: HTTPStatus) {
        isAnswered = true
        answeredStatus = status
    }

    /// Whether an answer with this status has a body on the wire.
    package func mayCarryBody(_ status: HTTPStatus) -> Bool {
        request.method != .head && !status.forbidsContent
    }

    /// The length that a whole answer tells of; `nil` where it has none to tell.
    ///
    /// To HEAD an answer without a body, as functions give it, does not know how long GET's would be,
    /// and no other length may be told (RFC 9110 section 8.6).
    package func statedLength(of response: HTTPResponse) -> Int? {
        let count = response.status.forbidsContent ? 0 : response.body.count
        guard count > 0 || request.method != .head else { return nil }
        return response.status.forbidsBody ? nil : count
    }

    /// Sends a part of a response's body; none only looks whether the client is still there.
    func sendPart(_ part: [UInt8]) async throws(HTTPServerFault) {
        answeredBytes += part.count
        if !part.isEmpty, !carrier.sendPart(part, for: self) {
            await carrier.waitUntilTaken(for: self)
        }
        guard !carrier.isGone(for: self) else { throw .disconnected }
    }

    /// Ends a response that was sent in parts.
    func sendEnd(hasBody: Bool) async throws(HTTPServerFault) {
        isStreaming = false
        guard hasBody else { return }
        if !carrier.sendEnd(for: self) { await carrier.waitUntilTaken(for: self) }
        guard !carrier.isGone(for: self) else { throw .disconnected }
    }

    /// Has an HTTP/1.1 connection end with this exchange; before the answer, which then says so.
    package func endConnection() { keepAlive = false }

    /// Breaks the connection off, so that the client sees that its answer is not whole.
    package func abort() {
        // The connection may be another request's by now.
        guard !isConcluded else { return }
        isAnswered = true
        isStreaming = false
        keepAlive = false
        carrier.abort(self)
    }
}
