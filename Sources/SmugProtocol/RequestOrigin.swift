import SmugHTTP

/// Who sent a request, and what for, as far as somebody vouches for it.
package struct RequestOrigin: Hashable, Sendable {
    /// Who the connection comes from: the client, or the proxy nearest to the gateway.
    package var peer: [UInt8]
    /// The client's address, where a proxy says it.
    private var told: [UInt8]?
    /// The name that the client has called, perhaps with a port; `nil` is what the request says.
    package var host: [UInt8]?
    /// Whether the client speaks TLS, to the gateway or to its proxy.
    package var isSecure: Bool
    /// The port that the client has called, where a proxy says it.
    package var port: UInt16?

    /// A client without a proxy between.
    package init(peer: [UInt8], isSecure: Bool = false) {
        self.peer = peer
        self.isSecure = isSecure
    }

    /// The client's address without a port; empty when it is not known.
    package var client: [UInt8] {
        get { told ?? peer }
        set { told = newValue == peer ? nil : newValue }
    }

    /// The port that the client has called: where nobody says it, the host's, or its scheme's own.
    func calledPort(of head: HTTPRequestHead) -> Int {
        if let port { return Int(port) }
        let called = host ?? head.authority.map { Array(head.fields.bytes[$0]) } ?? []
        let end = called.lastIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "]") }
        var port: Int?
        if let end, called[end] == UInt8(ascii: ":") {
            port = Int(String(decoding: called[(end + 1)...], as: UTF8.self))
        }
        return port ?? (isSecure ? 443 : 80)
    }
}
