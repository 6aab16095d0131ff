/// What holds between clients and routes, before a request is batched and after it is answered.
package struct EdgeSettings: Hashable, Sendable {
    /// Whose word counts on where requests come from.
    package var proxies = TrustedProxies()
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
        guard let hops, let header else { return nil }
        return EdgeSettings(
            proxies: TrustedProxies(hops: hops, header: header))
    }
}
