package import SmugLoop

/// Layers bytes over a client's connection, such as TLS.
package protocol TransportLayer: Sendable {
    /// Called on the stream's loop, before any byte is read.
    func transport(over stream: ByteStream) -> any ByteTransport
}

/// Speaks HTTP/2.
package protocol HTTP2Layer: Sendable {
    /// The connection becomes the transport's delegate; the client's preface comes first.
    func connection(
        over transport: any ByteTransport, from peer: SocketAddress, of server: HTTPServerContext
    ) -> any HTTPConnection
}

/// What a server speaks beside HTTP/1.1 in clear text.
///
/// Given by targets above: functions link this server too, and neither TLS nor HTTP/2 with it.
package struct HTTPServerLayers: Sendable {
    package var transport: (any TransportLayer)?
    package var http2: (any HTTP2Layer)?

    package init(transport: (any TransportLayer)? = nil, http2: (any HTTP2Layer)? = nil) {
        self.transport = transport
        self.http2 = http2
    }

    func connection(
        over stream: ByteStream, from peer: SocketAddress, of server: HTTPServerContext
    ) -> any HTTPConnection {
        let transport = transport?.transport(over: stream) ?? stream
        guard let http2 else {
            return HTTPServerConnection(over: transport, from: peer, of: server)
        }
        return HTTPNegotiation(over: transport, from: peer, of: server, http2: http2)
    }
}
