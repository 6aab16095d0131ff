package import SmugHTTP

/// The limits and timeouts of an HTTP server.
///
/// Each bounds what one client can hold.
package struct HTTPServerSettings: Sendable {
    /// Limits on a request's head, checked as it arrives.
    package var limits = HTTPLimits()
    /// Connections at one time; a further one is closed at once.
    package var maxConnections = 16_384
    /// From a request's first byte, or from the connection's start, to the end of its head.
    package var headTimeout = Duration.seconds(10)
    /// How long a body may take for each ``bodyProgressBytes`` of it.
    package var bodyTimeout = Duration.seconds(10)
    /// Between two requests of a connection.
    package var idleTimeout = Duration.seconds(75)
    /// How long a client may take for each ``writeProgressBytes`` of an answer, and for its end.
    package var writeTimeout = Duration.seconds(30)

    /// Whether each connection has to begin with the header of a proxy, which names its client.
    package var expectsProxyHeader = false

    /// How much of a body must arrive to earn it another ``bodyTimeout``.
    package static let bodyProgressBytes = 4096
    /// How much of an answer must be taken to earn it another ``writeTimeout``.
    package static let writeProgressBytes = 65_536
    /// How much of a body is read ahead of a handler that has not asked for it, and how much of
    /// the next requests while one is being answered.
    package static let maxReadAheadBytes = 65_536
    /// How long a connection that ends after an error waits for its client to read the answer.
    package static let lingerTimeout = Duration.seconds(2)

    package init() {}
}
