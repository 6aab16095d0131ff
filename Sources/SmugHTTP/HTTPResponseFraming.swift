/// How the end of a response's body is known (RFC 9112, section 6.3).
package enum HTTPResponseFraming: Hashable, Sendable {
    /// The response ends with its head.
    case none
    /// So many bytes, 0 or more.
    case length(Int)
    /// Chunks with their sizes, then the last chunk.
    case chunked
    /// All bytes until the connection closes.
    case untilClose
}
