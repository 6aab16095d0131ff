package import SmugHTTP
package import SmugLoop
package import SmugNet

/// A server on a free port of the loopback, with what a test needs beside it.
package struct TestServer: Sendable {
    package typealias Handle = @Sendable (HTTPExchange) async -> Void
    package typealias Take = @Sendable (HTTPExchange) -> Bool

    package let group: EventLoopGroup
    package let server: HTTPServer
    package let address: SocketAddress

    /// The loop that the test runs on.
    package var loop: EventLoop { group.loops[0] }

    /// Serves while `body` runs, and then drains.
    @discardableResult
    package static func serve<Result: Sendable>(
        loops: Int = 1, settings: HTTPServerSettings = HTTPServerSettings(),
        take: @escaping Take = { _ in false }, handler: @escaping Handle,
        _ body: @escaping @Sendable (TestServer) async throws -> Result
    ) throws -> Result {
        try TestLoop.run(loops: loops) { group in
            try await serve(on: group, settings: settings, take: take, handler: handler, body)
        }
    }

    /// The same within a test that goes on after the drain.
    package static func serve<Result: Sendable>(
        at address: SocketAddress = .anyPort, on group: EventLoopGroup,
        settings: HTTPServerSettings = HTTPServerSettings(),
        layers: HTTPServerLayers = HTTPServerLayers(), drainTimeout: Duration = .seconds(30),
        take: @escaping Take = { _ in false }, handler: @escaping Handle,
        _ body: @escaping @Sendable (TestServer) async throws -> Result
    ) async throws -> Result {
        return try await HTTPServer.serve(
            address, on: group, handler: TestHandler(take: take, body: handler), settings: settings,
            layers: layers, drainTimeout: drainTimeout
        ) { server, address in
            try await body(TestServer(group: group, server: server, address: address))
        }
    }

    package func connect(isReading: Bool = true) async throws -> RawConnection {
        try await RawConnection.open(to: address, on: loop, isReading: isReading)
    }

    /// Sends bytes on a connection of their own and returns all that comes back until it ends.
    package func answer(to text: String) async throws -> String {
        let client = try await connect()
        defer { client.close() }
        client.send(text)
        return try await client.readToEnd()
    }
}

/// Answers with a closure, and faults with their names.
private struct TestHandler: HTTPHandler {
    let take: TestServer.Take
    let body: TestServer.Handle

    func take(_ exchange: HTTPExchange) -> Bool { take(exchange) }

    func handle(_ exchange: HTTPExchange) async { await body(exchange) }

    func response(to fault: HTTPServerFault, requestID: String?) -> HTTPResponse {
        HTTPResponse(fault.status, body: Array(fault.name.utf8))
    }
}

extension HTTPServerFault {
    package var status: HTTPStatus {
        switch self {
        case .malformed(let error): error.status
        case .headTimeout, .bodyTimeout: .requestTimeout
        case .bodyTooLarge: .contentTooLarge
        case .disconnected: .badRequest
        case .ending: .serviceUnavailable
        case .unanswered: .internalServerError
        }
    }

    package var name: String {
        switch self {
        case .malformed(let error): error.code.rawValue
        case .headTimeout: "head timeout"
        case .bodyTimeout: "body timeout"
        case .bodyTooLarge(let limit): "over \(limit) bytes"
        case .disconnected: "disconnected"
        case .ending: "ending"
        case .unanswered: "unanswered"
        }
    }
}

extension HTTPExchange {
    /// The request's path as text.
    package var path: String { request.fields.string(request.path) }

    package func answer(_ text: String, _ status: HTTPStatus = .ok) async {
        await respond(HTTPResponse(status, body: Array(text.utf8)))
    }

    /// Answers with the whole body, or with the fault that kept it from being read.
    package func echo(upTo limit: Int = .max) async {
        do throws(HTTPServerFault) {
            let body = try await collectBody(upTo: limit)
            await respond(HTTPResponse(.ok, body: body))
        } catch {
            await answer(error.name, error.status)
        }
    }
}
