/// What holds between clients and routes, before a request is batched and after it is answered.
package struct EdgeSettings: Hashable, Sendable {
    /// Whose word counts on where requests come from.
    package var proxies = TrustedProxies()
    /// Whether each connection begins with the header of a proxy.
    package var expectsProxyHeader = false
}

extension ManifestDecoder {
    /// `nil` only if a problem was reported.
    func edge(_ section: ManifestSection, _ list: inout ProblemList) -> EdgeSettings? {
        let hops = section.value(EdgeKeys.trustedProxyHops, &list)
        let header = section.value(EdgeKeys.trustedProxyHeader, &list)
        if hops == 0, let cursor = section[EdgeKeys.trustedProxyHeader.name] {
            list.add(
                key: cursor, "says where proxies write, and none is trusted",
                remedy: "give `\(EdgeKeys.trustedProxyHops.name)` a number, or remove it")
        }
        let proxyProtocol = section.value(EdgeKeys.proxyProtocol, &list)
        guard let hops, let header, let proxyProtocol else { return nil }
        return EdgeSettings(
            proxies: TrustedProxies(hops: hops, header: header),
            expectsProxyHeader: proxyProtocol == .on)
    }
}
