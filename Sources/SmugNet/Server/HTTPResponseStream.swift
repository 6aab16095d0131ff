internal import SmugHTTP

/// A response that is sent in parts.
///
/// One that is neither finished nor aborted when its handler returns is aborted: a client must
/// never take a part for the whole.
package struct HTTPResponseStream {
    private let exchange: HTTPExchange
    private let isChunked: Bool
    private let hasBody: Bool
    /// Whether the exchange was answered otherwise before.
    private let isLate: Bool

    init(exchange: HTTPExchange, isChunked: Bool, hasBody: Bool) {
        self.exchange = exchange
        self.isChunked = isChunked
        self.hasBody = hasBody
        isLate = false
    }

    /// For an exchange that has been answered: nothing of it is sent.
    init(over exchange: HTTPExchange) {
        self.exchange = exchange
        isChunked = false
        hasBody = false
        isLate = true
    }

    /// A part that came after the end would be taken for the next response's beginning.
    private var isOver: Bool { isLate || !exchange.isStreaming }

    /// Sends a part; returns when the system has taken it, which holds back who writes faster than
    /// the client reads.
    ///
    /// - Throws: `disconnected` when the client is gone, or the response is over.
    package func write(_ part: [UInt8]) async throws(HTTPServerFault) {
        guard !isOver else { throw .disconnected }
        guard hasBody, !part.isEmpty else { return try await exchange.sendPart([], of: 0) }
        guard isChunked else { return try await exchange.sendPart(part, of: part.count) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(part.count + 16)
        HTTPResponseSerializer.appendChunk(part[...], to: &bytes)
        try await exchange.sendPart(bytes, of: part.count)
    }

    /// Ends the response; a second time does nothing.
    package func finish() async throws(HTTPServerFault) {
        guard !isOver else { return }
        exchange.isStreaming = false
        guard hasBody, isChunked else { return }
        var bytes: [UInt8] = []
        HTTPResponseSerializer.appendLastChunk(to: &bytes)
        try await exchange.sendPart(bytes, of: 0)
    }

    /// Breaks the connection off before the response's end.
    package func abort() {
        guard !isOver else { return }
        exchange.abort()
    }
}
