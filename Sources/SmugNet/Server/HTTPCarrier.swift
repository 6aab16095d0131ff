package import SmugHTTP
package import SmugLoop

/// What carries an exchange: an HTTP/1.1 connection, or one stream of an HTTP/2 connection.
///
/// Whatever is sent answers whether it was taken; if not, ``waitUntilTaken(for:)`` follows.
package protocol HTTPCarrier: AnyObject {
    var loop: EventLoop { get }
    /// The peer's address without its port, as text.
    var peerHost: [UInt8] { get }
    /// Whether the connection is encrypted.
    var isSecure: Bool { get }

    /// Waits until more of the request's body is there: what comes next, or all of it up to one
    /// byte over `limit`.
    ///
    /// One task at a time reads a body.
    func readMore(for exchange: HTTPExchange, upTo limit: Int, isWhole: Bool)
        async throws(HTTPServerFault)

    func send(_ response: HTTPResponse, for exchange: HTTPExchange) -> Bool
    /// Sends a head whose body, if it may have one, follows in parts.
    func sendHead(_ status: HTTPStatus, _ fields: HTTPFields, for exchange: HTTPExchange) -> Bool
    /// Sends a part, which is never empty.
    func sendPart(_ part: [UInt8], for exchange: HTTPExchange) -> Bool
    /// Ends a body that was sent in parts.
    func sendEnd(for exchange: HTTPExchange) -> Bool
    /// Returns when all that was sent is taken, or nobody is there to take it.
    func waitUntilTaken(for exchange: HTTPExchange) async
    /// Whether what is sent reaches nobody.
    func isGone(for exchange: HTTPExchange) -> Bool
    /// Breaks the answer off, so that the client sees that it is not whole.
    func abort(_ exchange: HTTPExchange)
    /// Goes on after an exchange that its handler has taken and ended.
    func conclude(_ exchange: HTTPExchange)
}
