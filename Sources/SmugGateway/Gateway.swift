package import SmugAWS
internal import SmugHTTP
internal import SmugHTTP2
internal import SmugJSON
package import SmugLoop
internal import SmugNet
internal import SmugProtocol
internal import SmugTLS
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
    private let streamBudget: ByteBudget
    private let identity: ServedIdentity?
    private let traces: TraceSettings?
    private let version: String

    /// - Parameters:
    ///   - identity: what the manifest's `Tls` names; `nil` where it has none.
    ///   - traces: where traces go; `nil` for none.
    package init(
        manifest: Manifest, identity: ServedIdentity?, client: LambdaClient, log: Log,
        version: String, includesBatchSize: Bool = false, traces: TraceSettings? = nil
    ) {
        self.init(
            manifest: manifest, identity: identity, invoker: client, log: log, version: version,
            includesBatchSize: includesBatchSize, traces: traces)
    }

    init(
        manifest: Manifest, identity: ServedIdentity? = nil, invoker: any FunctionInvoker,
        log: Log, version: String = "test", includesBatchSize: Bool = false,
        traces: TraceSettings? = nil
    ) {
        self.identity = identity
        self.traces = traces
        self.version = version
        metrics = GatewayMetrics(version: version, log: log)
        self.manifest = manifest
        self.log = log
        self.includesBatchSize = includesBatchSize
        self.invoker = invoker
        streamBudget = ByteBudget(maxBytes: manifest.limits.maxStreamBufferTotalBytes)
    }

    /// Serves while `body` runs, then takes no more requests and answers those under way within
    /// the drain timeout.
    ///
    /// - Parameter body: runs on the group's first loop, as its caller does.
    package func run(
        on group: EventLoopGroup, _ body: (RunningGateway) async throws -> Void
    ) async throws {
        guard let traces else {
            return try await run(on: group, tracer: nil, { _ in }, body)
        }
        let loop = group.loops[0]
        let transport = LoopTransport(on: loop, trusting: traces.authorities)
        defer { transport.close() }
        let exporter = SpanExporter(
            traces, version: version, counters: metrics.traces.spans, over: transport, on: loop,
            log: log.of(.traces))
        metrics.traces.queued.observe { [weak exporter] in exporter?.count ?? 0 }
        let tracer = Tracer(traces, exporter: exporter)
        var outcome = Result<Void, any Error>.success(())
        await exporter.exporting {
            var drainEnd = EventLoop.now
            do {
                try await run(on: group, tracer: tracer, { drainEnd = $0 }, body)
            } catch {
                outcome = .failure(error)
            }
            return max(drainEnd, EventLoop.now.advanced(by: Self.minFlushTime))
        }
        try outcome.get()
    }

    /// What the last spans have where the drain has used up all of its time: they are those of
    /// requests that were cut off.
    private static let minFlushTime = Duration.seconds(1)

    /// - Parameter drained: is told until when the drain might have lasted.
    private func run(
        on group: EventLoopGroup, tracer: Tracer?, _ drained: (MonotonicTime) -> Void,
        _ body: (RunningGateway) async throws -> Void
    ) async throws {
        let retrier = Retrier(percent: manifest.limits.retryBudgetPercent)
        metrics.invocations.retryTokens.observe { [weak retrier] in retrier?.tokens ?? 0 }
        let invocation = BatchInvocation(
            invoker: invoker, retrier: retrier, log: log.of(.invocations),
            streamBudget: streamBudget, tracer: tracer)
        let generations = try Generations(
            manifest, metrics: metrics, retrier: retrier, invoker: invocation)
        let sweep = IdleSweep(generations, on: group.loops[0])
        defer { sweep.stop() }
        let handler = GatewayHandler(
            generations: generations, log: log, metrics: metrics,
            includesBatchSize: includesBatchSize, tracer: tracer)
        metrics.observe(handler.inFlight, generations)
        let admin = AdminHandler(
            log: log, metrics: metrics, gateway: handler, generations: generations)
        // Until the gateway has ended: who looks at a drain sees it to its end.
        try await AdminListener(address: manifest.adminAddress, handler: admin, log: log)
            .serve(on: group) {
                let outcome = await serve(handler, generations, on: group, body)
                // Also after an error: what is open now would outlive its loop.
                invoker.close()
                await generations.batcher.waitUntilIdle()
                let drainTimeout = generations.current.manifest.drainTimeout
                drained((handler.drainBegan ?? EventLoop.now).advanced(by: drainTimeout))
                log.write(.info, "stopped")
                try outcome.get()
            }
    }

    private func serve(
        _ handler: GatewayHandler, _ generations: Generations, on group: EventLoopGroup,
        _ body: (RunningGateway) async throws -> Void
    ) async -> Result<Void, any Error> {
        let http2 = HTTP2Server()
        do {
            let tls = try ServedTLS(manifest, identity)
            try await HTTPServer.serve(
                try manifest.listenAddress.socketAddress(), on: group, handler: handler,
                settings: manifest.serverSettings,
                layers: HTTPServerLayers(transport: tls?.server, http2: http2),
                drainTimeout: manifest.drainTimeout
            ) { server, address in
                let running = RunningGateway(
                    address: address, tls: tls, generations: generations, handler: handler,
                    server: server, http2: http2, metrics: metrics, streamBudget: streamBudget,
                    loop: group.loops[0])
                metrics.server.observe(server)
                metrics.server.observe(http2.counters)
                if let tls { metrics.tls.observe(tls.server) }
                running.declareLimits(of: manifest)
                metrics.manifest.generation.set(1)
                log.write(.info, "listening") { line in
                    line.key("address")
                    line.string(address.description)
                }
                if let certificate = tls?.server.certificate {
                    CertificateNotice(
                        certificate, atEpochSeconds: EventLoop.wallClockMilliseconds / 1000
                    ).write("certificate", to: log)
                }
                defer {
                    handler.beginDraining()
                    generations.batcher.drain(on: group.loops[0])
                    log.write(.info, "draining") { line in
                        line.key("connections")
                        line.integer(server.connectionCount)
                    }
                }
                try await body(running)
            }
            return .success(())
        } catch {
            return .failure(error)
        }
    }
}

/// Has idle keys forgotten from time to time.
private final class IdleSweep {
    private let generations: Generations
    private let loop: EventLoop
    private var timer: TimerID?

    init(_ generations: Generations, on loop: EventLoop) {
        self.generations = generations
        self.loop = loop
        schedule()
    }

    private func schedule() {
        let idle = generations.current.manifest.timeouts.idleKeyMilliseconds
        let next = EventLoop.now.advanced(by: .milliseconds(max(idle, 100)))
        timer = loop.schedule(at: next) { [unowned self] in
            generations.batcher.forgetIdleKeys()
            schedule()
        }
    }

    func stop() {
        if let timer { loop.cancel(timer) }
    }
}
