/// A response without its body.
package struct HTTPResponseHead: Sendable {
    /// The status.
    package let status: HTTPStatus
    /// The version; HTTP/1.2 and later count as 1.1.
    package let version: HTTPVersion
    /// The reason phrase, a range of `fields.bytes`; it may be empty.
    package let reason: Range<Int>
    /// Whether another request may follow on the connection once this message ended.
    package let keepAlive: Bool
    /// How the body ends.
    package let framing: HTTPResponseFraming
    /// All fields, in order, with those that the other properties come from.
    package var fields: HTTPFields
}
