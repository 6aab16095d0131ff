/// What a client's first bytes say about the protocol (RFC 9113, section 3.4).
package enum HTTPPreface {
    /// What a client of HTTP/2 sends before anything else.
    package static let bytes = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    package enum Verdict: Sendable {
        case http1
        case http2
        /// All that has come could begin either.
        case undecided
    }

    package static func judge(_ first: Span<UInt8>) -> Verdict {
        for index in 0..<min(first.count, bytes.count) where first[index] != bytes[index] {
            return .http1
        }
        return first.count < bytes.count ? .undecided : .http2
    }
}
