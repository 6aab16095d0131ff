import SmugHTTP
import SmugHTTP2
import SmugLoop
import SmugNet
import TestSupport

/// A server on a free port of the loopback that speaks HTTP/2 beside HTTP/1.1.
struct HTTP2TestServer: Sendable {
    private let plain: TestServer
    let counters: HTTP2Counters

    var server: HTTPServer { plain.server }
    var address: SocketAddress { plain.address }
    var loop: EventLoop { plain.loop }

    /// Serves while `body` runs, and then drains.
    static func serve(
        settings: HTTPServerSettings = HTTPServerSettings(), limits: HTTP2Limits = HTTP2Limits(),
        take: @escaping TestServer.Take = { _ in false }, handler: @escaping TestServer.Handle,
        _ body: @escaping @Sendable (HTTP2TestServer) async throws -> Void
    ) throws {
        try TestLoop.run(loops: 1) { group in
            try await serve(
                on: group, settings: settings, limits: limits, take: take, handler: handler, body)
        }
    }

    /// The same within a test that goes on after the drain.
    static func serve(
        on group: EventLoopGroup, settings: HTTPServerSettings = HTTPServerSettings(),
        limits: HTTP2Limits = HTTP2Limits(), drainTimeout: Duration = .seconds(30),
        take: @escaping TestServer.Take = { _ in false }, handler: @escaping TestServer.Handle,
        _ body: @escaping @Sendable (HTTP2TestServer) async throws -> Void
    ) async throws {
        let http2 = HTTP2Server(limits: limits)
        try await TestServer.serve(
            on: group, settings: settings, layers: HTTPServerLayers(http2: http2),
            drainTimeout: drainTimeout, take: take, handler: handler
        ) { plain in
            try await body(HTTP2TestServer(plain: plain, counters: http2.counters))
        }
    }

    /// A client that speaks HTTP/2 as it should.
    func connect(window: Int = 65_535) async throws -> HTTP2TestClient {
        HTTP2TestClient(try await ByteStream.connect(to: address, on: loop), window: window)
    }

    /// A client that sends what frames it likes; its preface and settings are sent.
    func connectRaw() async throws -> RawConnection {
        let client = try await RawConnection.open(to: address, on: loop)
        client.send(HTTPPreface.bytes + Frame.settings())
        return client
    }
}
