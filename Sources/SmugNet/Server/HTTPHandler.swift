package import SmugHTTP

/// What a server does with requests.
package protocol HTTPHandler: Sendable {
    /// Takes a request that is there whole, to answer it without a task of its own.
    ///
    /// Called on the connection's loop. A handler that takes it ends it with
    /// ``HTTPExchange/finish(_:)`` or ``HTTPExchange/finish(with:)`` on the same loop, now or later.
    /// The exchange's ``HTTPExchange/taker`` is told when the client leaves before that.
    ///
    /// - Returns: whether it has; if not, ``handle(_:)`` follows.
    func take(_ exchange: HTTPExchange) -> Bool

    /// Answers one request; runs on its connection's loop.
    ///
    /// The task is cancelled when the client leaves. A handler that returns without an answer is
    /// answered for with a ``HTTPServerFault/unanswered`` fault.
    func handle(_ exchange: HTTPExchange) async

    /// The answer to what never became a request, or to a handler that gave none.
    func response(to fault: HTTPServerFault, requestID: String?) -> HTTPResponse
}

extension HTTPHandler {
    /// Takes none.
    package func take(_ exchange: HTTPExchange) -> Bool { false }
}

/// A whole response.
package struct HTTPResponse: Sendable {
    package var status: HTTPStatus
    package var fields: HTTPFields
    package var body: [UInt8]

    package init(_ status: HTTPStatus, fields: HTTPFields = HTTPFields(), body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}

/// What a server answers by itself, without its handler.
package enum HTTPServerFault: Error, Sendable {
    /// The client sent what is not HTTP, or what the server does not support.
    case malformed(HTTPParseError)
    /// A request's head did not arrive in time.
    case headTimeout
    /// A request's body did not arrive in time.
    case bodyTimeout
    /// The body is larger than the limit that its handler set, in bytes.
    case bodyTooLarge(limit: Int)
    /// The client left in the middle of its request.
    case disconnected
    /// The server ends before there is an answer.
    case ending
    /// The handler gave no answer.
    case unanswered
}
