package import SmugLoop

/// A server that says what a test has written down, one connection after the other.
package final class ScriptedServer: @unchecked Sendable {
    private struct NoAddress: Error {}

    private var listener: TCPListener?
    private var accepted: [RawConnection] = []
    private var waiter: ((Result<RawConnection, any Error>) -> Void)?
    private let loop: EventLoop

    /// - Parameters:
    ///   - address: where it listens.
    ///   - layer: what stands between a connection and who speaks on it, such as TLS.
    package init(
        on loop: EventLoop, address: SocketAddress = .anyPort,
        layer: @escaping (ByteStream) -> any ByteTransport = { $0 }
    ) throws {
        self.loop = loop
        listener = try TCPListener(on: loop, address: address) { [unowned self] socket, _ in
            guard let stream = try? ByteStream(socket: socket, on: loop) else { return }
            let connection = RawConnection(layer(stream))
            if let waiter {
                self.waiter = nil
                waiter(.success(connection))
            } else {
                accepted.append(connection)
            }
        }
    }

    package var address: SocketAddress {
        get throws {
            guard let listener else { throw NoAddress() }
            return listener.address
        }
    }

    package func next() async throws -> RawConnection {
        if !accepted.isEmpty { return accepted.removeFirst() }
        return try await loop.suspend { resume in
            self.waiter = resume
            return { self.waiter = nil }
        }
    }

    package func close() {
        listener?.close()
        for connection in accepted { connection.close() }
    }
}
