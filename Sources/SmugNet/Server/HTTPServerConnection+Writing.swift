internal import SmugHTTP
internal import SmugLoop

/// From an answer to its bytes, and until the client's system has taken them.
extension HTTPServerConnection {
    /// Up to this size a body is copied behind its head, which is dearer than one array more for
    /// the system to read from.
    private static let maxCopiedBodyBytes = 8192

    func send(_ response: HTTPResponse, for exchange: HTTPExchange) -> Bool {
        let body = exchange.mayCarryBody(response.status) ? response.body : []
        let isCopied = body.count <= Self.maxCopiedBodyBytes
        let framing = exchange.statedLength(of: response).map { HTTPBodyFraming.length($0) }
        var bytes = head(
            response.status, response.fields, framing ?? .none, for: exchange,
            reserving: isCopied ? body.count : 0)
        guard isCopied else { return stream.write(bytes, body) }
        bytes.append(contentsOf: body)
        return stream.write(bytes)
    }

    func sendHead(_ status: HTTPStatus, _ fields: HTTPFields, for exchange: HTTPExchange) -> Bool {
        if exchange.request.version == .http10 { exchange.keepAlive = false }
        let framing: HTTPBodyFraming = status.forbidsContent ? .length(0) : .chunked
        return stream.write(head(status, fields, framing, for: exchange, reserving: 0))
    }

    private func head(
        _ status: HTTPStatus, _ fields: HTTPFields, _ framing: HTTPBodyFraming,
        for exchange: HTTPExchange, reserving: Int
    ) -> [UInt8] {
        exchange.keepAlive = exchange.keepAlive && exchange.isRequestComplete && mayContinue
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + fields.bytes.count + reserving)
        HTTPResponseSerializer.appendHead(
            status: status, fields: fields, framing: framing, keepAlive: exchange.keepAlive,
            date: server.date(), version: exchange.request.version, to: &bytes)
        return bytes
    }

    func sendPart(_ part: [UInt8], for exchange: HTTPExchange) -> Bool {
        guard exchange.request.version != .http10 else { return stream.write(part) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(part.count + 16)
        HTTPResponseSerializer.appendChunk(part[...], to: &bytes)
        return stream.write(bytes)
    }

    func sendEnd(for exchange: HTTPExchange) -> Bool {
        guard exchange.request.version != .http10 else { return true }
        var bytes: [UInt8] = []
        HTTPResponseSerializer.appendLastChunk(to: &bytes)
        return stream.write(bytes)
    }

    func waitUntilTaken(for exchange: HTTPExchange) async {
        guard phase != .closed else { return }
        await unsafe withUnsafeContinuation {
            unsafe drainWaiters.append($0)
            enterHandling()
        }
    }

    func streamDidDrain() {
        guard unsafe !drainWaiters.isEmpty else { return }
        let waiters = unsafe drainWaiters
        unsafe drainWaiters = []
        if phase == .writing { enterHandling() }
        unsafe waiters.forEach { unsafe $0.resume() }
    }

    func isGone(for exchange: HTTPExchange) -> Bool { phase == .closed }

    /// Whether another request may follow on this connection.
    private var mayContinue: Bool { !isDraining && fault == nil && phase != .closed }
}
