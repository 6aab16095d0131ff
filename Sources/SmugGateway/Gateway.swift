package import SmugAWS
internal import SmugHTTP
internal import SmugJSON
package import SmugLoop
internal import SmugNet
internal import SmugProtocol
package import SmugTelemetry

/// The gateway: everything between an address and Lambda, for as long as a scope lasts.
package struct Gateway: Sendable {
    package let manifest: Manifest
    package let log: Log
    /// Whether answers say in `x-smug-batch-size` how many requests shared their invocation.
    package let includesBatchSize: Bool
    /// What it counts.
    package let metrics: GatewayMetrics
    private let invoker: any FunctionInvoker

    package init(
        manifest: Manifest, client: LambdaClient, log: Log, version: String,
        includesBatchSize: Bool = false
    ) {
        self.init(
            manifest: manifest, invoker: client, log: log, version: version,
            includesBatchSize: includesBatchSize)
    }

    init(
        manifest: Manifest, invoker: any FunctionInvoker, log: Log, version: String = "test",
        includesBatchSize: Bool = false
    ) {
        metrics = GatewayMetrics(version: version, log: log)
        self.manifest = manifest
        self.log = log
        self.includesBatchSize = includesBatchSize
        self.invoker = invoker
    }

    /// Serves while `body` runs, then takes no more requests and answers those under way within
    /// the drain timeout.
    ///
    /// - Parameter body: is told the address that clients reach.
    package func run(
        on group: EventLoopGroup, _ body: (SocketAddress) async throws -> Void
    ) async throws {
        let routes = try prepareRoutes()
        let batcher = makeBatcher(routes)
        let handler = GatewayHandler(
            routes: routes, router: Router(manifest.routes), batcher: batcher, log: log,
            metrics: metrics, maxRequests: manifest.limits.maxInflightRequests,
            includesBatchSize: includesBatchSize)
        metrics.observe(handler, batcher, routes)
        declareLimits(handler, batcher)
        let sweep = IdleSweep(
            batcher, on: group.loops[0], every: .milliseconds(manifest.timeouts.idleKeyMilliseconds)
        )
        defer { sweep.stop() }
        let admin = AdminHandler(
            log: log, metrics: metrics, gateway: handler, batcher: batcher
        ) { [manifest] in AdminHandler.Configuration(manifest: manifest, routes: routes) }
        // Until the gateway has ended: who looks at a drain sees it to its end.
        try await AdminListener(address: manifest.adminAddress, handler: admin, log: log)
            .serve(on: group) {
                let outcome = await serve(handler, on: group, body)
                // Also after an error: what is open now would outlive its loop.
                invoker.close()
                await batcher.waitUntilIdle()
                log.write(.info, "stopped")
                try outcome.get()
            }
    }

    private func serve(
        _ handler: GatewayHandler, on group: EventLoopGroup,
        _ body: (SocketAddress) async throws -> Void
    ) async -> Result<Void, any Error> {
        do {
            try await HTTPServer.serve(
                try manifest.listenAddress.socketAddress(), on: group, handler: handler,
                settings: serverSettings,
                drainTimeout: .milliseconds(manifest.timeouts.drainMilliseconds)
            ) { server, address in
                metrics.server.observe(server)
                metrics.limits.declare(
                    .maxConnections, serverSettings.maxConnections, of: server)
                log.write(.info, "listening") { line in
                    line.key("address")
                    line.string(address.description)
                }
                defer {
                    handler.beginDraining()
                    log.write(.info, "draining") { line in
                        line.key("connections")
                        line.integer(server.connectionCount)
                    }
                }
                try await body(address)
            }
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    private func prepareRoutes() throws(FunctionIdentifierError) -> [Route] {
        let forwarding = SmugProtocol.ForwardHeaders(
            allow: manifest.forwardHeaders.allow, deny: manifest.forwardHeaders.deny)
        var routes: [Route] = []
        for (index, definition) in manifest.routes.enumerated() {
            routes.append(
                Route(
                    definition, index: index, function: try FunctionIdentifier(definition.function),
                    forwarding: forwarding, payloadLimit: manifest.limits.maxInvokePayloadBytes,
                    metrics: metrics.route(definition)))
        }
        return routes
    }

    private func makeBatcher(_ routes: [Route]) -> Batcher {
        let machine = BatchMachine<PendingRequest>(
            policies: routes.map(\.policy), functions: FunctionNumbers(routes).numbers,
            maxRunning: manifest.limits.maxInflightInvocations,
            maxWaiting: manifest.limits.maxPendingInvocations,
            maxKeys: manifest.limits.maxBatchKeys,
            idleTime: .milliseconds(manifest.timeouts.idleKeyMilliseconds))
        let retrier = Retrier(percent: manifest.limits.retryBudgetPercent)
        metrics.invocations.retryTokens.observe { [weak retrier] in retrier?.tokens ?? 0 }
        let invocation = BatchInvocation(
            routes: routes, invoker: invoker, retrier: retrier, log: log)
        return Batcher(machine: machine) { batch in await invocation.run(batch) }
    }

    var serverSettings: HTTPServerSettings {
        let timeouts = manifest.timeouts
        var settings = HTTPServerSettings()
        settings.headTimeout = .milliseconds(timeouts.readMilliseconds)
        settings.bodyTimeout = .milliseconds(timeouts.readMilliseconds)
        settings.idleTimeout = .milliseconds(timeouts.keepAliveMilliseconds)
        settings.writeTimeout = .milliseconds(timeouts.writeMilliseconds)
        return settings
    }
}

/// Has idle keys forgotten from time to time.
private final class IdleSweep {
    private let batcher: Batcher
    private let loop: EventLoop
    private let interval: Duration
    private var timer: TimerID?

    init(_ batcher: Batcher, on loop: EventLoop, every interval: Duration) {
        self.batcher = batcher
        self.loop = loop
        self.interval = max(interval, .milliseconds(100))
        schedule()
    }

    private func schedule() {
        timer = loop.schedule(at: EventLoop.now.advanced(by: interval)) { [unowned self] in
            batcher.forgetIdleKeys()
            schedule()
        }
    }

    func stop() {
        if let timer { loop.cancel(timer) }
    }
}
