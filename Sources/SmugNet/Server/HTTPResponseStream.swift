internal import SmugHTTP

/// A response that is sent in parts.
///
/// One that is neither finished nor aborted when its handler returns is aborted: a client must
/// never take a part for the whole.
package struct HTTPResponseStream {
    private let exchange: HTTPExchange
    private let isChunked: Bool
    private let hasBody: Bool

    init(exchange: HTTPExchange, isChunked: Bool, hasBody: Bool) {
        self.exchange = exchange
        self.isChunked = isChunked
        self.hasBody = hasBody
        exchange.isStreaming = true
    }

    /// Sends a part; returns when the system has taken it, which holds back who writes faster than
    /// the client reads.
    package func write(_ part: [UInt8]) async throws(HTTPServerFault) {
        guard hasBody, !part.isEmpty else { return }
        guard isChunked else { return try await exchange.sendPart(part, of: part.count) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(part.count + 16)
        HTTPResponseSerializer.appendChunk(part[...], to: &bytes)
        try await exchange.sendPart(bytes, of: part.count)
    }

    /// Ends the response.
    package func finish() async throws(HTTPServerFault) {
        exchange.isStreaming = false
        guard hasBody, isChunked else { return }
        var bytes: [UInt8] = []
        HTTPResponseSerializer.appendLastChunk(to: &bytes)
        try await exchange.sendPart(bytes, of: 0)
    }

    /// Breaks the connection off before the response's end.
    package func abort() {
        exchange.isStreaming = false
        exchange.abort()
    }
}
