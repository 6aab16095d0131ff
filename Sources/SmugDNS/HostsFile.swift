package import SmugLoop

/// Names that the machine knows without asking: what `/etc/hosts` says (hosts(5)).
package struct HostsFile: Hashable, Sendable {
    private var addresses: [String: [String]] = [:]

    package init(_ file: [UInt8]) {
        for line in String(decoding: file, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            guard let address = words.first.map(String.init),
                SocketAddress(host: address, port: 0) != nil
            else { continue }
            for name in words.dropFirst() {
                addresses[Self.canonical(name), default: []].append(address)
            }
        }
    }

    /// The addresses of a host, those of IPv4 first; none where the file does not name it.
    package func addresses(of host: String, port: UInt16) -> [SocketAddress] {
        let found = (addresses[Self.canonical(host[...])] ?? []).compactMap {
            SocketAddress(host: $0, port: port)
        }
        return found.filter { !$0.isIPv6 } + found.filter(\.isIPv6)
    }

    private static func canonical(_ name: Substring) -> String {
        (name.hasSuffix(".") ? name.dropLast() : name).lowercased()
    }
}
