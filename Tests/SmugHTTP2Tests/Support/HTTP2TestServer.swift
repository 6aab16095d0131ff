import SmugHTTP
import SmugHTTP2
import SmugLoop
import SmugNet
import TestSupport

/// A server on a free port of the loopback that speaks HTTP/2 beside HTTP/1.1.
struct HTTP2TestServer: Sendable {
    typealias Handle = @Sendable (HTTPExchange) async -> Void
    typealias Take = @Sendable (HTTPExchange) -> Bool

    struct NoAddress: Error {}

    let server: HTTPServer
    let address: SocketAddress
    let loop: EventLoop
    let counters: HTTP2Counters

    /// Serves while `body` runs, and then drains.
    static func serve(
        settings: HTTPServerSettings = HTTPServerSettings(), limits: HTTP2Limits = HTTP2Limits(),
        take: @escaping Take = { _ in false }, handler: @escaping Handle,
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
        limits: HTTP2Limits = HTTP2Limits(), take: @escaping Take = { _ in false },
        handler: @escaping Handle,
        _ body: @escaping @Sendable (HTTP2TestServer) async throws -> Void
    ) async throws {
        guard let any = SocketAddress(host: "127.0.0.1", port: 0) else { throw NoAddress() }
        let http2 = HTTP2Server(limits: limits)
        try await HTTPServer.serve(
            any, on: group, handler: TestHandler(take: take, body: handler), settings: settings,
            layers: HTTPServerLayers(http2: http2)
        ) { server, address in
            try await body(
                HTTP2TestServer(
                    server: server, address: address, loop: group.loops[0],
                    counters: http2.counters))
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

/// Answers with a closure, and faults with their names.
private struct TestHandler: HTTPHandler {
    let take: HTTP2TestServer.Take
    let body: HTTP2TestServer.Handle

    func take(_ exchange: HTTPExchange) -> Bool { take(exchange) }

    func handle(_ exchange: HTTPExchange) async { await body(exchange) }

    func response(to fault: HTTPServerFault, requestID: String?) -> HTTPResponse {
        HTTPResponse(fault.status, body: Array(fault.name.utf8))
    }
}

extension HTTPServerFault {
    var status: HTTPStatus {
        switch self {
        case .malformed(let error): error.status
        case .headTimeout, .bodyTimeout: .requestTimeout
        case .bodyTooLarge: .contentTooLarge
        case .disconnected: .badRequest
        case .unanswered: .internalServerError
        }
    }

    var name: String {
        switch self {
        case .malformed(let error): error.code.rawValue
        case .headTimeout: "head timeout"
        case .bodyTimeout: "body timeout"
        case .bodyTooLarge(let limit): "over \(limit) bytes"
        case .disconnected: "disconnected"
        case .unanswered: "unanswered"
        }
    }
}

extension HTTPExchange {
    /// The request's path as text.
    var path: String { request.fields.string(request.path) }

    func answer(_ text: String, _ status: HTTPStatus = .ok) async {
        await respond(HTTPResponse(status, body: Array(text.utf8)))
    }

    /// Answers with the whole body, or with the fault that kept it from being read.
    func echo(upTo limit: Int = .max) async {
        do throws(HTTPServerFault) {
            let body = try await collectBody(upTo: limit)
            await respond(HTTPResponse(.ok, body: body))
        } catch {
            await answer(error.name, error.status)
        }
    }
}
