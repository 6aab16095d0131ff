/// What holds between clients and routes, before a request is batched and after it is answered.
package struct EdgeSettings: Hashable, Sendable {
    /// Whose word counts on where requests come from.
    package var proxies = TrustedProxies()
    /// Whether each connection begins with the header of a proxy.
    package var expectsProxyHeader = false
    /// Of routes that have none of their own, and of requests that no route takes.
    package var cors: CORSPolicy?
    /// Of routes that have none of their own, and of requests that no route takes.
    package var compression: CompressionPolicy?
}

/// The same for one route, with what it inherits from the gateway.
package struct RouteEdgeSettings: Hashable, Sendable {
    /// Which pages of other origins may read its answers; `nil` leaves that to the function.
    package var cors: CORSPolicy?
    /// Which of its answers are compressed; `nil` is none.
    package var compression: CompressionPolicy?
}

extension ManifestDecoder {
    /// `nil` only if a problem was reported.
    func edge(_ section: ManifestSection, _ list: inout ProblemList) -> EdgeSettings? {
        let hops = section.value(EdgeKeys.trustedProxyHops, &list)
        let header = section.value(EdgeKeys.trustedProxyHeader, &list)
        let host = section.value(EdgeKeys.trustedForwardedHost, &list)
        if hops == 0 {
            for name in [EdgeKeys.trustedProxyHeader.name, EdgeKeys.trustedForwardedHost.name] {
                guard let cursor = section[name] else { continue }
                list.add(
                    key: cursor, "says where proxies write, and none is trusted",
                    remedy: "give `\(EdgeKeys.trustedProxyHops.name)` a number, or remove it")
            }
        } else if header == .forwarded, let cursor = section[EdgeKeys.trustedForwardedHost.name] {
            list.add(
                key: cursor, "is about `X-Forwarded-Host`, and these proxies write `Forwarded`",
                remedy: "remove it: in `Forwarded` a host is believed with all else of its proxy")
        }
        let proxyProtocol = section.value(EdgeKeys.proxyProtocol, &list)
        let cors = section.value(EdgeKeys.cors, &list)
        let compression = section.value(EdgeKeys.compression, &list)
        guard let hops, let header, let host, let proxyProtocol, let compression else { return nil }
        return EdgeSettings(
            proxies: TrustedProxies(hops: hops, header: header, writesHost: host == .on),
            expectsProxyHeader: proxyProtocol == .on, cors: cors,
            compression: compression.policy(else: .standard))
    }
}

extension SpecDecoder {
    /// What a route says for itself, or the gateway for it.
    func edge(_ section: ManifestSection, _ list: inout ProblemList) -> RouteEdgeSettings {
        var settings = RouteEdgeSettings(cors: edge?.cors, compression: edge?.compression)
        if section[EdgeKeys.routeCompression.name] != nil {
            settings.compression = section.value(EdgeKeys.routeCompression, &list)?
                .policy(else: edge?.compression ?? .standard)
        }
        if section[EdgeKeys.routeCORS.name] != nil {
            settings.cors =
                if case .policy(let policy)? = section.value(EdgeKeys.routeCORS, &list) {
                    policy
                } else { nil }
        }
        return settings
    }
}
