/// A response that is sent in parts.
///
/// One that is neither finished nor aborted when its handler returns is aborted: a client must
/// never take a part for the whole.
package struct HTTPResponseStream {
    private let exchange: HTTPExchange
    private let hasBody: Bool
    /// Whether the exchange was answered otherwise before.
    private let isLate: Bool

    init(exchange: HTTPExchange, hasBody: Bool) {
        self.exchange = exchange
        self.hasBody = hasBody
        isLate = false
    }

    /// For an exchange that has been answered: nothing of it is sent.
    init(over exchange: HTTPExchange) {
        self.exchange = exchange
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
        try await exchange.sendPart(hasBody ? part : [])
    }

    /// Ends the response; a second time does nothing.
    package func finish() async throws(HTTPServerFault) {
        guard !isOver else { return }
        try await exchange.sendEnd(hasBody: hasBody)
    }

    /// Breaks the connection off before the response's end.
    package func abort() {
        guard !isOver else { return }
        exchange.abort()
    }
}
