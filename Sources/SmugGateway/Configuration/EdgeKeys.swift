/// The keys at the top that say what holds between clients and routes.
enum EdgeKeys {
    /// Longer chains than this nobody has, and counting them is work that a client can cause.
    private static let maxHops = 16

    static let trustedProxyHops = ManifestKey<Int>.defaulted(
        "TrustedProxyHops", .integer(0...maxHops), to: 0,
        "Proxies that every request comes through: the client is so many places from the end of "
            + "what they say. With 0 nobody is believed.")
    static let trustedProxyHeader = ManifestKey<TrustedProxies.Header>.defaulted(
        "TrustedProxyHeader",
        .choice([
            (TrustedProxies.Header.forwardedFor.rawValue, .forwardedFor),
            (TrustedProxies.Header.forwarded.rawValue, .forwarded),
        ]), to: .forwardedFor, "Where these proxies say it; the other header is never believed.")
    static let trustedForwardedHost = ManifestKey<Switch>.defaulted(
        "TrustedForwardedHost", Switch.format, to: .off,
        "Whether these proxies write `X-Forwarded-Host`, too: those of AWS pass on a client's own.")
    static let proxyProtocol = ManifestKey<Switch>.defaulted(
        "ProxyProtocol", Switch.format, to: .off,
        "Whether each connection has to begin with the PROXY protocol's header, version 1 or 2.")

    static let cors = ManifestKey<CORSPolicy>.optional(
        "Cors", CORSKeys.gateway.format,
        "Which pages of other origins may read answers; of routes that have no `cors`.")

    static let compression = ManifestKey<CompressionChoice>.defaulted(
        "Compression", CompressionKeys.gateway.format, to: .off,
        "Which answers are compressed; of routes that have no `compression`.")

    static let routeCORS = ManifestKey<CORSChoice>.optional(
        "cors", CORSKeys.route.formatOrOff,
        "Which pages of other origins may read answers; without it what `Cors` says.")

    static let routeCompression = ManifestKey<CompressionChoice>.inherited(
        "compression", CompressionKeys.route.format, from: compression.name,
        "Which answers are compressed; `on` is as `Compression` says it, or as usual.")

    /// Of routes.
    static let routeDeclarations = [routeCORS.declaration, routeCompression.declaration]

    /// Of the gateway.
    static let declarations = [
        trustedProxyHops.declaration, trustedProxyHeader.declaration,
        trustedForwardedHost.declaration, proxyProtocol.declaration, cors.declaration,
        compression.declaration,
    ]

    static let rules: [ManifestRule] = [
        .none(
            of: [trustedProxyHeader.name, trustedForwardedHost.name],
            where: .not(.given(trustedProxyHops.name))),
        .none(
            of: [trustedForwardedHost.name],
            where: .says(trustedProxyHeader.name, [TrustedProxies.Header.forwarded.rawValue])),
    ]
}
