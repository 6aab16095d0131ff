internal import SmugLoop

/// Where the gateway accepts connections: an address of this machine and a port.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// Which interfaces of this machine.
    package enum Host: Hashable, Sendable {
        /// Nothing before the colon: every interface, by IPv6 and IPv4.
        case everyInterface
        case ipv4(String)
        /// Without brackets.
        case ipv6(String)
    }

    /// `localhost` has become 127.0.0.1.
    package let host: Host
    /// 0 lets the system choose.
    package let port: UInt16

    /// The addresses to bind, of which the first that this machine supports is taken.
    package var candidates: [String] {
        switch host {
        case .everyInterface: ["::", "0.0.0.0"]
        case .ipv4(let address), .ipv6(let address): [address]
        }
    }

    /// The first of them that this machine has.
    func socketAddress() throws(LoopError) -> SocketAddress {
        for candidate in candidates {
            if let address = SocketAddress(host: candidate, port: port),
                SocketAddress.isAvailable(address)
            {
                return address
            }
        }
        throw LoopError(
            .addressUnavailable, call: "bind", message: "this machine has no address \(self)")
    }

    /// As it may stand in a manifest.
    package var description: String {
        switch host {
        case .everyInterface: ":\(port)"
        case .ipv4(let address): "\(address):\(port)"
        case .ipv6(let address): "[\(address)]:\(port)"
        }
    }

    /// Reads `127.0.0.1:3000`, `[::1]:3000`, `localhost:3000` or `:3000`.
    init(parsing text: String) throws(TextFault) {
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else {
            throw TextFault(
                "is \"\(text.excerpt)\", without a port",
                remedy: "give address and port, such as `127.0.0.1:3000`")
        }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy(\.isDigit), let port = UInt16(digits) else {
            throw TextFault(
                "has the port \"\(String(digits).excerpt)\", not a number from 0 to 65535",
                remedy: "give address and port, such as `127.0.0.1:3000`")
        }
        self.port = port
        host = try Self.host(String(text[..<colon]), port: port)
    }

    /// Whether this machine cannot accept connections at both at a time.
    ///
    /// Whoever listens at every address of IPv6 does so by IPv4 too, as Linux has it.
    func overlaps(_ other: ListenAddress) -> Bool {
        guard port == other.port, port != 0 else { return false }
        return host == other.host || host.covers(other.host) || other.host.covers(host)
    }

    private static func host(_ text: String, port: UInt16) throws(TextFault) -> Host {
        if text.isEmpty { return .everyInterface }
        if text.lowercased() == "localhost" { return .ipv4("127.0.0.1") }
        if IPAddress.isIPv4(text) { return .ipv4(text) }
        if text.hasPrefix("["), text.hasSuffix("]"), text.utf8.count > 2 {
            let inner = String(text.dropFirst().dropLast())
            if IPAddress.isIPv6(inner) { return .ipv6(inner) }
        }
        if IPAddress.isIPv6(text) {
            throw TextFault(
                "has the IPv6 address \(text) without brackets",
                remedy: "put brackets around it, and quotes around all: `\"[\(text)]:\(port)\"`")
        }
        throw TextFault(
            "names \"\(text.excerpt)\", which is not an IP address",
            remedy: "give an IP address of this machine, `localhost`, or nothing for every one")
    }
}

extension ListenAddress.Host {
    fileprivate func covers(_ other: Self) -> Bool {
        switch (self, other) {
        case (.everyInterface, _): true
        case (.ipv6(let address), _): address.utf8.allSatisfy { ":0".utf8.contains($0) }
        case (.ipv4(let address), .ipv4): address == "0.0.0.0"
        case (.ipv4, _): false
        }
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
