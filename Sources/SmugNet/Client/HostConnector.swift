package import SmugLoop

/// Connects to a host by whichever of its addresses serves.
///
/// Only for its loop.
package struct HostConnector: Sendable {
    /// Names to addresses, at least one.
    package typealias Resolver =
        @Sendable (_ host: String, _ port: UInt16, _ loop: EventLoop) async throws
        -> [SocketAddress]
    /// Connects to one address.
    typealias Opener = @Sendable (SocketAddress, EventLoop) async throws -> ByteStream

    /// How long an address is tried alone before the next one is begun beside it: what RFC 8305
    /// section 5 recommends.
    static let headStart = Duration.milliseconds(250)
    /// What an address has to make a connection usable, however many others there are.
    static let leastPatience = Duration.seconds(2)
    /// How many addresses of a host are tried.
    static let maxAddresses = 16

    /// The host with its port.
    package let authority: String
    private let host: String
    private let port: UInt16
    private let loop: EventLoop
    private let resolve: Resolver
    private let open: Opener
    private let headStart: Duration

    /// - Parameter host: a name, or an address without brackets.
    package init(
        to host: String, port: UInt16, on loop: EventLoop,
        resolver resolve: @escaping Resolver = {
            try await NameResolution.addresses(of: $0, port: $1, on: $2)
        }
    ) {
        self.init(
            to: host, port: port, on: loop, headStart: Self.headStart, resolver: resolve
        ) { try await ByteStream.connect(to: $0, on: $1) }
    }

    init(
        to host: String, port: UInt16, on loop: EventLoop, headStart: Duration,
        resolver resolve: @escaping Resolver, _ open: @escaping Opener
    ) {
        authority = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        self.host = host
        self.port = port
        self.loop = loop
        self.headStart = headStart
        self.resolve = resolve
        self.open = open
    }

    /// A connection to the first address that takes one.
    ///
    /// - Throws: ``HostConnectError``; `CancellationError` where the caller is cancelled.
    package func connect(until deadline: MonotonicTime) async throws -> ByteStream {
        try await connect(until: deadline) { stream, _ in stream }
    }

    /// The same where more is needed of an address than that it takes a connection: such as a
    /// handshake, after whose failure the others are tried.
    ///
    /// - Parameter secure: closes the connection where it fails; is told how long it may take.
    package func connect<Connection: Sendable>(
        until deadline: MonotonicTime,
        _ secure: (ByteStream, Duration) async throws -> Connection
    ) async throws -> Connection {
        var race = AddressRace(try await addresses(until: deadline), limit: Self.maxAddresses)
        while let (address, stream) = try await winner(of: &race, until: deadline) {
            let left = EventLoop.now.duration(to: deadline)
            do {
                return try await secure(stream, Self.patience(of: left, among: race.left + 1))
            } catch let error as CancellationError {
                throw error
            } catch {
                race.reject(address, error)
            }
        }
        throw HostConnectError(authority, race.failures, isLate: EventLoop.now >= deadline)
    }

    /// What one of several addresses may take of the time left.
    static func patience(of left: Duration, among count: Int) -> Duration {
        max(left / count, min(left, leastPatience))
    }

    private func addresses(until deadline: MonotonicTime) async throws -> [SocketAddress] {
        do {
            let found = try await loop.run(until: deadline) { [host, port, loop, resolve] in
                try await resolve(host, port, loop)
            }
            guard found.isEmpty else { return found }
            throw LoopError(.hostUnknown, call: "resolve", message: "\(host) has no address")
        } catch let error as CancellationError {
            throw error
        } catch {
            throw HostConnectError(authority, resolving: error)
        }
    }

    // MARK: - The race

    private enum Event: Sendable {
        case connected(SocketAddress, ByteStream)
        case failed(SocketAddress, any Error)
        case slow(SocketAddress)
        case late
    }

    /// The first that is connected; `nil` where none is.
    private func winner(
        of race: inout AddressRace, until deadline: MonotonicTime
    ) async throws -> (SocketAddress, ByteStream)? {
        guard let first = race.begin() else { return nil }
        let winner = await withTaskGroup { group -> (SocketAddress, ByteStream)? in
            group.addTask { await event(.late, at: deadline) }
            begin(first, in: &group)
            while !race.running.isEmpty, let event = await group.next() {
                var next: SocketAddress?
                switch event {
                case .connected(let address, let stream):
                    race.pause(for: address)
                    await end(&group)
                    return (address, stream)
                case .failed(let address, let error): next = race.fail(address, error)
                case .slow(let address): next = race.isSlow(address)
                case .late: race.end()
                }
                if let next { begin(next, in: &group) }
            }
            await end(&group)
            return nil
        }
        do {
            try Task.checkCancellation()
        } catch {
            winner?.1.close()
            throw error
        }
        return winner
    }

    private func begin(_ address: SocketAddress, in group: inout TaskGroup<Event>) {
        group.addTask {
            do {
                return .connected(address, try await open(address, loop))
            } catch {
                return .failed(address, error)
            }
        }
        let end = EventLoop.now.advanced(by: headStart)
        group.addTask { await event(.slow(address), at: end) }
    }

    /// Comes at its time, or at once where nobody waits for it any more.
    private func event(_ event: Event, at time: MonotonicTime) async -> Event {
        try? await loop.sleep(until: time)
        return event
    }

    /// Closes what connects too late to be the first.
    private func end(_ group: inout TaskGroup<Event>) async {
        group.cancelAll()
        for await case .connected(_, let stream) in group { stream.close() }
    }
}
