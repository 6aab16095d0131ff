package import SmugAWS
package import SmugLoop
internal import SmugHTTP2
internal import SmugNet
package import SmugTelemetry

/// A gateway that serves, for as long as the scope lasts that was given it.
package struct RunningGateway: Sendable {
    /// What clients reach.
    package let address: SocketAddress
    let tls: ServedTLS?
    let generations: Generations
    let handler: GatewayHandler
    let server: HTTPServer
    let http2: HTTP2Server
    let metrics: GatewayMetrics
    let streamBudget: ByteBudget
    let loop: EventLoop

    /// The manifest that serves now.
    package var manifest: Manifest { generations.current.manifest }

    /// Serves another manifest from now on: requests that have come finish under the one that
    /// served when they came; connections that are open keep their timeouts.
    ///
    /// Called once at a time, from the gateway's first loop. What needs a start is not taken over:
    /// see ``Manifest/keysForRestart(since:)``.
    ///
    /// - Throws: where a function's name cannot be used; nothing has changed then.
    package func adopt(
        _ manifest: Manifest
    ) throws(FunctionIdentifierError) -> ManifestAdoption {
        // Routes that have ended leave theirs to those that come.
        metrics.registry.makeRoom()
        let adoption = try generations.adopt(manifest, on: loop)
        streamBudget.maxBytes = manifest.limits.maxStreamBufferTotalBytes
        server.adopt(manifest.serverSettings, drainTimeout: manifest.drainTimeout)
        declareLimits(of: manifest)
        metrics.manifest.generation.set(adoption.generation)
        return adoption
    }

    /// Tells that the manifest's place could not be asked for changes.
    package func manifestIsOutOfReach() { metrics.manifest.countUnreadable() }

    /// What keeps the certificate of this gateway up to date; `nil` where it speaks in clear text.
    ///
    /// - Parameter ask: called on the gateway's first loop when the files may have changed.
    package func certificateRenewal(
        log: Log, _ ask: @escaping () -> Void
    ) -> CertificateRenewal? {
        tls.map { CertificateRenewal($0, on: loop, metrics: metrics.tls, log: log, ask) }
    }
}

extension Manifest {
    var serverSettings: HTTPServerSettings {
        var settings = HTTPServerSettings()
        settings.headTimeout = .milliseconds(timeouts.readMilliseconds)
        settings.bodyTimeout = .milliseconds(timeouts.readMilliseconds)
        settings.idleTimeout = .milliseconds(timeouts.keepAliveMilliseconds)
        settings.writeTimeout = .milliseconds(timeouts.writeMilliseconds)
        settings.expectsProxyHeader = edge.expectsProxyHeader
        return settings
    }

    var drainTimeout: Duration { .milliseconds(timeouts.drainMilliseconds) }
}
