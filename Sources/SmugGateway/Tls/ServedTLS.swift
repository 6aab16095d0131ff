import SmugTLS

/// TLS as a running gateway speaks it.
struct ServedTLS: Sendable {
    let server: TLSServer
    /// What it began with.
    let settings: TLSSettings
    /// The same.
    let identity: ServedIdentity

    /// `nil` for a gateway that speaks in clear text.
    init?(_ manifest: Manifest, _ served: ServedIdentity?) throws(TLSFault) {
        guard let settings = manifest.tls else { return nil }
        guard let served else {
            preconditionFailure("a manifest with Tls is served without its certificate")
        }
        self.settings = settings
        identity = served
        server = try TLSServer(
            served.identity, settings.serverSettings, protocols: [.http2, .http1])
    }
}
