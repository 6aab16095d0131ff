internal import SmugLoop

/// Which of a host's addresses is tried when: RFC 8305 sections 4 and 5.
///
/// The next one is begun when the newest has failed or has had its head start, so that an address
/// that does not answer holds up no other.
struct AddressRace {
    private var waiting: [SocketAddress]
    private(set) var running: [SocketAddress] = []
    private(set) var failures: [HostConnectError.Failure] = []

    /// - Parameter addresses: in the resolver's order, of which the families are taken in turn,
    ///   beginning with that of the first.
    init(_ addresses: [SocketAddress], limit: Int) {
        var seen = Set<SocketAddress>()
        let distinct = addresses.filter { seen.insert($0).inserted }
        let preferred = distinct.filter { $0.isIPv6 == distinct.first?.isIPv6 }
        let others = distinct.filter { $0.isIPv6 != distinct.first?.isIPv6 }
        waiting = []
        for index in 0..<max(preferred.count, others.count) {
            waiting += preferred.dropFirst(index).prefix(1)
            waiting += others.dropFirst(index).prefix(1)
        }
        waiting = Array(waiting.prefix(limit))
    }

    /// How many are left to begin.
    var left: Int { waiting.count }

    /// The next one, which begins.
    mutating func begin() -> SocketAddress? {
        guard !waiting.isEmpty else { return nil }
        let next = waiting.removeFirst()
        running.append(next)
        return next
    }

    /// One has had its head start.
    ///
    /// - Returns: who begins now.
    mutating func isSlow(_ address: SocketAddress) -> SocketAddress? {
        running.last == address ? begin() : nil
    }

    /// One gives no connection.
    ///
    /// - Returns: who begins now.
    mutating func fail(_ address: SocketAddress, _ error: any Error) -> SocketAddress? {
        let isNewest = running.last == address
        running.removeAll { $0 == address }
        failures.append(HostConnectError.Failure(address: address, error: error))
        return isNewest ? begin() : nil
    }

    /// One is connected; those that ran beside it wait for the case that it is of no use.
    mutating func pause(for winner: SocketAddress) {
        waiting = running.filter { $0 != winner } + waiting
        running = []
    }

    /// One that was connected is of no use.
    mutating func reject(_ winner: SocketAddress, _ error: any Error) {
        failures.append(HostConnectError.Failure(address: winner, error: error))
    }

    /// There is no time left.
    mutating func end() {
        let silence = LoopError(.timedOut, call: "connect", message: "no answer in time")
        failures += running.map { HostConnectError.Failure(address: $0, error: silence) }
        running = []
        waiting = []
    }
}
