package import SmugLoop

/// Whom to ask for addresses, and how patiently: what `/etc/resolv.conf` says (resolv.conf(5)).
///
/// Names are taken as they are, whole: no `search` domain is put behind them.
package struct ResolverConfiguration: Hashable, Sendable {
    /// The C library counts no more servers either.
    static let maxServers = 3
    static let timeoutRange = 1...30
    static let attemptsRange = 1...5
    private static let port: UInt16 = 53

    /// Asked in this order.
    package var servers: [SocketAddress]
    /// How long a server has for its answer.
    ///
    /// The C library waits 5 seconds where the file does not say: all the time that many a function
    /// has.
    package var timeout = Duration.seconds(2)
    /// How often each server is asked.
    package var attempts = 2
    /// Whether to ask over TCP at once.
    package var usesTCP = false

    package init(servers: [SocketAddress]) {
        self.servers = Array(servers.prefix(Self.maxServers))
    }

    /// Reads the file, and passes over what it does not know, as the C library does.
    package init(_ file: [UInt8]) {
        self.init(servers: [])
        for line in String(decoding: file, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            switch words.first {
            case "nameserver":
                guard words.count > 1, servers.count < Self.maxServers else { continue }
                if let server = SocketAddress(host: words[1], port: Self.port) {
                    servers.append(server)
                }
            case "options": for option in words.dropFirst() { take(option) }
            default: continue
            }
        }
        // Without any the one on this machine is meant.
        if servers.isEmpty, let local = SocketAddress(host: "127.0.0.1", port: Self.port) {
            servers = [local]
        }
    }

    private mutating func take(_ option: String) {
        let parts = option.split(separator: ":", maxSplits: 1)
        let number = parts.count > 1 ? Int(parts[1]) : nil
        switch (parts.first, number) {
        case ("use-vc", _): usesTCP = true
        case ("timeout", let seconds?): timeout = .seconds(seconds.clamped(to: Self.timeoutRange))
        case ("attempts", let count?): attempts = count.clamped(to: Self.attemptsRange)
        default: break
        }
    }
}

extension Int {
    fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
