package import SmugHTTP
package import SmugProtocol

/// The proxies between clients and the gateway, whose word on a request's way counts.
package struct TrustedProxies: Hashable, Sendable {
    /// Where proxies write.
    ///
    /// Only one place is read: in the other a client may say what it likes.
    package enum Header: String, Sendable, CustomStringConvertible {
        /// `X-Forwarded-For`, `-Port` and `-Proto`, and `-Host` where they write that.
        case forwardedFor = "x-forwarded-for"
        /// RFC 7239.
        case forwarded

        /// As it stands in a manifest.
        package var description: String { rawValue }
    }

    /// Through so many every request comes.
    package let hops: Int
    package let header: Header
    /// Whether they write `X-Forwarded-Host`.
    ///
    /// Many do not, load balancers of AWS among them: then a client's own comes through them.
    package let writesHost: Bool

    /// Believes nobody unless told.
    package init(hops: Int = 0, header: Header = .forwardedFor, writesHost: Bool = false) {
        self.hops = hops
        self.header = header
        self.writesHost = writesHost
    }

    /// Whether what a header says is these proxies' word, where it is one of those in which proxies
    /// write.
    func believes(_ name: String) -> Bool {
        guard hops > 0, writesHost || name != "x-forwarded-host" else { return false }
        return (name == Header.forwarded.rawValue) == (header == .forwarded)
    }

    /// Who sent a request.
    ///
    /// Each proxy adds whom it got the request from at the end, so the client is as many places
    /// from the end as there are proxies; what stands before it is the client's own invention. A
    /// request that tells of fewer proxies did not come through all of them: then the peer counts
    /// and nothing else. Where a proxy hides whom it speaks for, the last that is known counts.
    package func origin(
        of head: HTTPRequestHead, peer: [UInt8], isSecure: Bool
    ) -> RequestOrigin {
        let direct = RequestOrigin(peer: peer, isSecure: isSecure)
        guard hops > 0 else { return direct }
        return switch header {
        case .forwardedFor: fromForwardedFor(head.fields, direct) ?? direct
        case .forwarded: fromForwarded(head.fields, direct) ?? direct
        }
    }

    private func fromForwardedFor(
        _ fields: HTTPFields, _ direct: RequestOrigin
    ) -> RequestOrigin? {
        var origin = direct
        var nodes = TrailingElements(fields, "x-forwarded-for")
        for _ in 0..<hops {
            guard let node = nodes.next() else { return nil }
            if let address = ForwardedNode.address(fields.bytes[node]) { origin.client = address }
        }
        if let scheme = value("x-forwarded-proto", of: fields),
            let isSecure = Self.isSecure(scheme)
        {
            origin.isSecure = isSecure
        }
        if writesHost, let host = value("x-forwarded-host", of: fields), Self.isHost(host) {
            origin.host = Array(host)
        }
        origin.port = value("x-forwarded-port", of: fields).flatMap(Self.port)
        return origin
    }

    private func fromForwarded(_ fields: HTTPFields, _ direct: RequestOrigin) -> RequestOrigin? {
        var origin = direct
        var elements = TrailingElements(fields, "forwarded", hasQuotes: true)
        var client: ForwardedElement?
        for _ in 0..<hops {
            guard let range = elements.next() else { return nil }
            client = ForwardedElement(fields.bytes[range])
            if let node = client?.node, let address = ForwardedNode.address(node[...]) {
                origin.client = address
            }
        }
        if let isSecure = client?.scheme.flatMap({ Self.isSecure($0[...]) }) {
            origin.isSecure = isSecure
        }
        if let host = client?.host, Self.isHost(host[...]) { origin.host = host }
        return origin
    }

    /// What the proxy that the client has reached says, or the one next to it: most proxies
    /// replace this field where they do not know the one that they got.
    private func value(_ name: StaticString, of fields: HTTPFields) -> ArraySlice<UInt8>? {
        var elements = TrailingElements(fields, name)
        var last: Range<Int>?
        for _ in 0..<hops {
            guard let element = elements.next() else { break }
            last = element
        }
        return last.map { fields.bytes[$0] }
    }

    private static func isSecure(_ scheme: ArraySlice<UInt8>) -> Bool? {
        switch String(decoding: scheme, as: UTF8.self).lowercased() {
        case "https": true
        case "http": false
        default: nil
        }
    }

    private static func isHost(_ text: ArraySlice<UInt8>) -> Bool {
        HostValue.isValid(Array(text), 0..<text.count)
    }

    private static func port(_ digits: ArraySlice<UInt8>) -> UInt16? {
        guard digits.allSatisfy(\.isDigit) else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self))
    }
}
