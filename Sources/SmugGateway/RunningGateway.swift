package import SmugAWS
package import SmugLoop
internal import SmugNet
internal import SmugTelemetry

/// A gateway that serves, for as long as the scope lasts that was given it.
package struct RunningGateway: Sendable {
    /// What clients reach.
    package let address: SocketAddress
    let generations: Generations
    let handler: GatewayHandler
    let server: HTTPServer
    let metrics: GatewayMetrics
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
        let adoption = try generations.adopt(manifest, on: loop)
        server.adopt(manifest.serverSettings, drainTimeout: manifest.drainTimeout)
        declareLimits(of: manifest)
        metrics.manifest.generation.set(adoption.generation)
        return adoption
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
