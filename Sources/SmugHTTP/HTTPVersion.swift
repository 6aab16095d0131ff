/// The version of a message; a later minor version of HTTP/1 counts as 1.1 (RFC 9110, section 2.5).
package enum HTTPVersion: Hashable, Sendable {
    case http10
    case http11
    case http2
}
