/// How the end of a request's body is known (RFC 9112, section 6.3).
package enum HTTPBodyFraming: Hashable, Sendable {
    /// There is no body.
    case none
    /// So many bytes, 0 or more.
    case length(Int)
    /// Chunks with their sizes, then the last chunk; in HTTP/2 frames of data, up to the last.
    case chunked
}
