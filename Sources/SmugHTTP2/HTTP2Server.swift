package import SmugLoop
package import SmugNet

/// Speaks HTTP/2 to clients that begin with its preface, or have agreed on it under TLS.
package struct HTTP2Server: HTTP2Layer {
    package let limits: HTTP2Limits
    /// Of all connections.
    package let counters = HTTP2Counters()

    package init(limits: HTTP2Limits = HTTP2Limits()) {
        self.limits = limits
    }

    package func connection(
        over transport: any ByteTransport, from peer: SocketAddress, of server: HTTPServerContext
    ) -> any HTTPConnection {
        counters.connectionOpened()
        return HTTP2Connection(
            over: transport, from: peer, of: server, limits: limits, counters: counters)
    }
}
