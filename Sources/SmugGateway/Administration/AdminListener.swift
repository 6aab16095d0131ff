import SmugHTTP2
import SmugJSON
import SmugLoop
import SmugNet
import SmugTelemetry
import Synchronization

/// The listener for those who run the gateway, apart from the one for its clients.
struct AdminListener {
    /// `nil` has no listener.
    let address: ListenAddress?
    let handler: AdminHandler
    let log: Log

    /// How many connections it takes: people, a probe and a scraper or two.
    static let maxConnections = 64
    /// How long an answer under way may take to end when the gateway has.
    private static let drainTimeout = Duration.seconds(1)

    /// Answers while `body` runs.
    ///
    /// - Throws: ``AdminListenError`` where the address cannot be had; else what `body` throws.
    func serve(on group: EventLoopGroup, _ body: () async throws -> Void) async throws {
        guard let address else { return try await body() }
        var isListening = false
        do {
            try await HTTPServer.serve(
                try address.socketAddress(), on: group, handler: handler, settings: settings,
                layers: HTTPServerLayers(http2: HTTP2Server()), drainTimeout: Self.drainTimeout
            ) { server, bound in
                isListening = true
                began(server, bound)
                try await body()
            }
        } catch let error as LoopError where !isListening {
            throw AdminListenError(address: address, reason: error.message)
        }
    }

    private var settings: HTTPServerSettings {
        var settings = HTTPServerSettings()
        settings.maxConnections = Self.maxConnections
        return settings
    }

    private func began(_ server: HTTPServer, _ bound: SocketAddress) {
        handler.metrics.limits.declare(
            .maxAdminConnections, Self.maxConnections, of: server)
        log.write(.info, "admin_listening") { line in
            line.key("address")
            line.string(bound.description)
        }
        guard !bound.isLoopback else { return }
        log.write(.warn, "admin_exposed") { line in
            line.key("address")
            line.string(bound.description)
            line.key("reason")
            line.string(
                "AdminAddr is not a loopback address: whoever reaches it reads how the gateway is "
                    + "set up and changes its log; let only your own network reach it")
        }
    }
}

/// The address of the admin listener cannot be had.
package struct AdminListenError: Error, CustomStringConvertible {
    let address: ListenAddress
    let reason: String

    package var description: String { "cannot listen on \(address) for AdminAddr: \(reason)" }
}
