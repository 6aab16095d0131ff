import SmugLoop

/// A listener on a free port of the loopback that makes streams of what it accepts.
final class TestListener: @unchecked Sendable {
    private(set) var listener: TCPListener?
    private var accepted: [ByteStream] = []
    private var waiter: ((Result<ByteStream, any Error>) -> Void)?
    private let loop: EventLoop
    private(set) var peers: [SocketAddress] = []

    init(on loop: EventLoop, host: String = "127.0.0.1") throws {
        self.loop = loop
        guard let address = SocketAddress(host: host, port: 0) else { throw NoAddress() }
        listener = try TCPListener(on: loop, address: address) { [unowned self] socket, peer in
            guard let stream = try? ByteStream(socket: socket, on: loop) else { return }
            peers.append(peer)
            if let waiter {
                self.waiter = nil
                waiter(.success(stream))
            } else {
                accepted.append(stream)
            }
        }
    }

    struct NoAddress: Error {}

    var address: SocketAddress {
        get throws {
            guard let listener else { throw NoAddress() }
            return listener.address
        }
    }

    /// The next connection.
    func next() async throws -> ByteStream {
        if !accepted.isEmpty { return accepted.removeFirst() }
        return try await loop.suspend { resume in
            self.waiter = resume
            return { self.waiter = nil }
        }
    }

    func close() {
        listener?.close()
        for stream in accepted { stream.close() }
    }
}

/// Both ends of one connection over the loopback.
struct ConnectedPair: Sendable {
    let client: StreamRecorder
    let server: StreamRecorder

    static func open(
        on loop: EventLoop, host: String = "127.0.0.1", serverReads: Bool = true
    ) async throws -> ConnectedPair {
        let listener = try TestListener(on: loop, host: host)
        defer { listener.close() }
        let client = try await ByteStream.connect(to: listener.address, on: loop)
        let server = try await listener.next()
        return ConnectedPair(
            client: StreamRecorder(client), server: StreamRecorder(server, isReading: serverReads))
    }

    func close() {
        client.stream.close()
        server.stream.close()
    }
}
