package import SmugLoop
private import Synchronization

extension SocketAddress {
    private static let count = Atomic<UInt16>(0)

    /// Any free port of 127.0.0.1, which another test may get once it is closed.
    package static var anyPort: SocketAddress { loopback("127.0.0.1") }

    /// Any free port of a loopback address that no other test has: for who closes a listener and
    /// then looks whether it is refused.
    package static var anyPortOfItsOwn: SocketAddress {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        return loopback("127.9.\(number >> 8).\(number & 255)")
    }

    /// An address that refuses: nobody gets port 9 by chance, as it takes a privilege.
    package static var nobody: SocketAddress { loopback("127.0.0.1", port: 9) }

    /// The loopback's own addresses on this machine, which may have none of IPv6.
    package static let loopbackHosts = ["127.0.0.1", "::1"].filter { host in
        SocketAddress(host: host, port: 0).map(isAvailable) == true
    }

    private static func loopback(_ host: String, port: UInt16 = 0) -> SocketAddress {
        guard let address = SocketAddress(host: host, port: port) else {
            preconditionFailure("\(host) is an address")
        }
        return address
    }
}
