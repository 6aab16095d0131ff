/// How the end of a request's body is known (RFC 9112, section 6.3).
package enum HTTPBodyFraming: Hashable, Sendable {
    /// There is no body.
    case none
    /// So many bytes, 0 or more.
    case length(Int)
    /// Chunks with their sizes, then the last chunk.
    case chunked
}
