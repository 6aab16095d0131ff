import SmugLoop

/// One party on a request's way, as proxies name it: an address, perhaps with a port, or a name
/// that hides it (RFC 7239, section 6).
enum ForwardedNode {
    /// The address in its usual spelling, without its port; `nil` where there is none.
    ///
    /// IPv6 may stand without brackets where it has no port: `X-Forwarded-For` has it so.
    static func address(_ node: ArraySlice<UInt8>) -> [UInt8]? {
        var text = node
        let colons = node.count { $0 == UInt8(ascii: ":") }
        if node.first == UInt8(ascii: "[") {
            guard let end = node.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            text = node[node.startIndex + 1..<end]
            let rest = node[(end + 1)...]
            guard text.contains(UInt8(ascii: ":")), rest.isEmpty || isPort(rest) else {
                return nil
            }
        } else if colons == 1, let colon = node.firstIndex(of: UInt8(ascii: ":")) {
            text = node[..<colon]
            guard isPort(node[colon...]) else { return nil }
        }
        return SocketAddress(numeric: text.span, port: 0).map { Array($0.host.utf8) }
    }

    /// A colon with a port behind it, which may be hidden behind a name with an underscore.
    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        let port = text.dropFirst()
        guard text.first == UInt8(ascii: ":"), let first = port.first else { return false }
        if first == UInt8(ascii: "_") { return port.count > 1 && port.allSatisfy(isNameByte) }
        return port.count <= 5 && port.allSatisfy(\.isDigit)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isDigit || (byte | 0x20) &- 0x61 < 26 || "._-".utf8.contains(byte)
    }
}
