import SmugLoop
import TestSupport
import Testing

@Suite struct TCPListenerTests {
    @Test(arguments: SocketAddress.loopbackHosts)
    func `port 0 becomes a free port, and peers are told`(host: String) throws {
        try TestLoop.run { loop in
            let listener = try TestListener(on: loop, host: host)
            let address = try listener.address
            #expect(address.port != 0)
            #expect(address.host == host)
            let client = try await ByteStream.connect(to: address, on: loop)
            let server = try await listener.next()
            #expect(listener.peers.map(\.host) == [host])
            #expect(listener.peers.first?.isLoopback == true)
            client.close()
            server.close()
            listener.close()
        }
    }

    @Test(.enabled(if: SocketAddress.loopbackHosts.contains("::1")))
    func `a client that reaches an IPv6 socket over IPv4 is told by its IPv4 address`() throws {
        try TestLoop.run { loop in
            let listener = try TestListener(on: loop, host: "::")
            let port = try listener.address.port
            let address = try #require(SocketAddress(host: "127.0.0.1", port: port))
            let client = try await ByteStream.connect(to: address, on: loop)
            let server = try await listener.next()
            let peer = try #require(listener.peers.first)
            #expect(peer.host == "127.0.0.1")
            #expect(!peer.isIPv6)
            #expect(peer.isLoopback)
            #expect(peer.description == "127.0.0.1:\(peer.port)")
            client.close()
            server.close()
            listener.close()
        }
    }

    @Test func `an address that is taken says so`() throws {
        try TestLoop.run { loop in
            let listener = try TestListener(on: loop)
            let address = try listener.address
            let error = #expect(throws: LoopError.self) {
                try TCPListener(on: loop, address: address) { socket, _ in
                    TCPListener.refuse(socket)
                }
            }
            #expect(error?.code == .addressInUse)
            #expect(error?.call == "bind")
            listener.close()
        }
    }

    @Test func `an address of another machine is not available`() throws {
        let elsewhere = try #require(SocketAddress(host: "192.0.2.1", port: 80))
        let here = try #require(SocketAddress(host: "127.0.0.1", port: 80))
        #expect(!SocketAddress.isAvailable(elsewhere))
        #expect(SocketAddress.isAvailable(here))
    }

    @Test func `more connections come at once than one turn accepts, and all are accepted`() throws
    {
        try TestLoop.run { loop in
            let listener = try TestListener(on: loop)
            let address = try listener.address
            let clients = try await withThrowingTaskGroup(of: ByteStream.self) { tasks in
                for _ in 0..<200 {
                    tasks.addTask { try await ByteStream.connect(to: address, on: loop) }
                }
                return try await tasks.reduce(into: []) { $0.append($1) }
            }
            for _ in 0..<200 { try await listener.next().close() }
            for client in clients { client.close() }
            listener.close()
        }
    }

    @Test func `a refused socket is closed for its client`() throws {
        try TestLoop.run { loop in
            let listener = try TCPListener(on: loop, address: .anyPort) { socket, _ in
                TCPListener.refuse(socket)
            }
            let client = StreamRecorder(
                try await ByteStream.connect(to: listener.address, on: loop))
            try await client.waitForEnd()
            client.stream.close()
            listener.close()
        }
    }

    @Test func `a listener may close itself while it accepts, and again`() throws {
        try TestLoop.run { loop in
            let holder = Holder()
            holder.listener = try TCPListener(on: loop, address: .anyPortOfItsOwn) { socket, _ in
                TCPListener.refuse(socket)
                holder.listener?.close()
                holder.listener?.close()
                holder.listener = nil
            }
            let address = try #require(holder.listener?.address)
            let client = StreamRecorder(try await ByteStream.connect(to: address, on: loop))
            try await client.waitForEnd()
            #expect(holder.listener == nil)
            await loop.settle(to: 1)
            let error = await #expect(throws: LoopError.self) {
                try await ByteStream.connect(to: address, on: loop)
            }
            #expect(error?.code == .connectionRefused)
            client.stream.close()
        }
    }

    @Test func `a listener that nobody holds goes on to accept`() throws {
        try TestLoop.run { loop in
            let holder = Holder()
            let address = try {
                let listener = try TCPListener(on: loop, address: .anyPort) { socket, _ in
                    TCPListener.refuse(socket)
                    holder.close()
                }
                holder.close = { [weak listener] in listener?.close() }
                return listener.address
            }()
            let client = StreamRecorder(try await ByteStream.connect(to: address, on: loop))
            try await client.waitForEnd()
            client.stream.close()
        }
    }
}

private final class Holder: @unchecked Sendable {
    var listener: TCPListener?
    var close: () -> Void = {}
}
