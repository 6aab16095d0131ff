internal import Synchronization
package import SmugLoop

/// An HTTP server on a group of loops.
///
/// The group's first loop accepts; each connection goes to the loop that has the fewest.
package final class HTTPServer: Sendable {
    private struct State {
        var settings: HTTPServerSettings
        var drainTimeout: Duration
        var connections: [ObjectIdentifier: any HTTPConnection] = [:]
        var perLoop: [Int]
        /// Connections on the way to their loop.
        var arriving = 0
        var isDraining = false
        var whenEmpty: CheckedContinuation<Void, Never>?

        var count: Int { connections.count + arriving }
    }

    /// How long clients have to take what they are told when a drain is cut off.
    private static let lastWordTimeout = Duration.seconds(1)
    /// How long a drain that was cut off waits for handlers to notice that they are cancelled.
    private static let cancellationTimeout = Duration.seconds(2)

    /// What has been counted since the server began.
    package let counters = HTTPServerCounters()
    private let group: EventLoopGroup
    private let layers: HTTPServerLayers
    private let state: Mutex<State>

    private init(
        group: EventLoopGroup, settings: HTTPServerSettings, layers: HTTPServerLayers,
        drainTimeout: Duration
    ) {
        self.group = group
        self.layers = layers
        state = Mutex(
            State(
                settings: settings, drainTimeout: drainTimeout,
                perLoop: Array(repeating: 0, count: group.loops.count)))
    }

    /// Treats connections that come from now on by other settings, and drains by another timeout.
    package func adopt(_ settings: HTTPServerSettings, drainTimeout: Duration) {
        state.withLock { state in
            state.settings = settings
            state.drainTimeout = drainTimeout
        }
    }

    /// Connections that are open or whose handler still works.
    package var connectionCount: Int { state.withLock { $0.count } }

    /// Serves an address while `body` runs, then takes no more connections, ends those that are
    /// idle, and waits for requests at hand as long as `drainTimeout`.
    ///
    /// The caller runs on the group's first loop. Cancellation reaches `body`; the drain that
    /// follows is bounded by its own timeout.
    package static func serve<Result: Sendable>(
        _ address: SocketAddress, on group: EventLoopGroup, handler: any HTTPHandler,
        settings: HTTPServerSettings = HTTPServerSettings(),
        layers: HTTPServerLayers = HTTPServerLayers(),
        drainTimeout: Duration = .seconds(25),
        _ body: (HTTPServer, SocketAddress) async throws -> Result
    ) async throws -> Result {
        let server = HTTPServer(
            group: group, settings: settings, layers: layers, drainTimeout: drainTimeout)
        let contexts = group.loops.map { _ in
            LoopLocal(HTTPServerContext(handler: handler, settings: settings))
        }
        let listener = try TCPListener(on: group.loops[0], address: address) { socket, peer in
            server.accept(socket, peer, contexts)
        }
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(server, listener.address))
        } catch {
            result = .failure(error)
        }
        listener.close()
        await server.drain()
        return try result.get()
    }

    private func accept(
        _ socket: Int32, _ peer: SocketAddress, _ contexts: [LoopLocal<HTTPServerContext>]
    ) {
        let chosen = state.withLock { state -> (loop: Int, settings: HTTPServerSettings)? in
            guard !state.isDraining else { return nil }
            guard state.count < state.settings.maxConnections else {
                counters.connectionRefused()
                return nil
            }
            var best = 0
            for index in state.perLoop.indices where state.perLoop[index] < state.perLoop[best] {
                best = index
            }
            state.perLoop[best] += 1
            state.arriving += 1
            return (best, state.settings)
        }
        guard let (chosen, settings) = chosen else { return TCPListener.refuse(socket) }
        counters.connectionAccepted()
        let loop = group.loops[chosen]
        loop.execute { [self] in
            guard let stream = try? ByteStream(socket: socket, on: loop) else {
                return forget(nil, loop: chosen)
            }
            var context = contexts[chosen].value
            context.settings = settings
            let connection = connection(over: stream, from: peer, of: context)
            let isDraining = state.withLock { state in
                state.arriving -= 1
                state.connections[ObjectIdentifier(connection)] = connection
                return state.isDraining
            }
            connection.start { [self] in forget(connection, loop: chosen) }
            if isDraining { connection.drain() }
        }
    }

    private func connection(
        over stream: ByteStream, from peer: SocketAddress, of context: HTTPServerContext
    ) -> any HTTPConnection {
        let layers = layers
        guard context.settings.expectsProxyHeader else {
            return layers.connection(over: stream, from: peer, of: context)
        }
        return ProxiedConnection(
            over: stream, from: peer, within: context.settings.headTimeout, counters: counters
        ) { client in
            layers.connection(over: stream, from: client, of: context)
        }
    }

    private func forget(_ connection: (any HTTPConnection)?, loop: Int) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if let connection {
                state.connections[ObjectIdentifier(connection)] = nil
            } else {
                state.arriving -= 1
            }
            state.perLoop[loop] -= 1
            guard state.count == 0 else { return nil }
            defer { state.whenEmpty = nil }
            return state.whenEmpty
        }
        waiter?.resume()
    }

    private func drain() async {
        let (connections, limit) = state.withLock { state in
            state.isDraining = true
            return (Array(state.connections.values), state.drainTimeout)
        }
        for connection in connections { connection.loop.execute { connection.drain() } }
        let loop = group.loops[0]
        let cutOff = EventLoop.now.advanced(by: limit)
        let cutOffTimer = loop.schedule(at: cutOff) { [self] in
            forEachConnection { $0.cutOff() }
        }
        let cancellation = cutOff.advanced(by: Self.lastWordTimeout)
        let cancellationTimer = loop.schedule(at: cancellation) { [self] in
            forEachConnection { $0.cancel() }
        }
        let end = cancellation.advanced(by: Self.cancellationTimeout)
        let endTimer = loop.schedule(at: end) { [self] in
            let waiter = state.withLock { state in
                defer { state.whenEmpty = nil }
                return state.whenEmpty
            }
            waiter?.resume()
        }
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.count > 0 { state.whenEmpty = continuation }
                return state.count == 0
            }
            if isEmpty { continuation.resume() }
        }
        for timer in [cutOffTimer, cancellationTimer, endTimer] { loop.cancel(timer) }
    }

    /// Has each connection do something on its own loop.
    private func forEachConnection(_ action: @escaping @Sendable (any HTTPConnection) -> Void) {
        for connection in state.withLock({ Array($0.connections.values) }) {
            connection.loop.execute { action(connection) }
        }
    }
}

/// What only one loop touches, on its way there through others.
private struct LoopLocal<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
