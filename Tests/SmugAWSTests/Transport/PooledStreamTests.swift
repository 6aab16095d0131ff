import SmugHTTP
import SmugLoop
import TestSupport
import Testing

@testable import SmugAWS

@Suite struct PooledStreamTests {
    private static let head = Array("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 4\r\n\r\n".utf8)
    private static let body = Array("body".utf8)
    private static let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nx-a: b\r\n\r\n"

    /// Hands a stream and the server's end of its connection to a test.
    private static func streamed(
        timeout: Duration = .seconds(30),
        _ body: @escaping @Sendable (IncomingStream, RawConnection) async throws -> Void
    ) throws {
        try TestLoop.run { loop in
            let server = try ScriptedServer(on: loop)
            let pool = ConnectionPool(to: try EndpointURL("http://\(server.address)"), on: loop)
            defer {
                pool.close()
                server.close()
            }
            let stream = pool.stream(head, Self.body, timeout: timeout)
            let peer = try await server.next()
            defer { peer.close() }
            _ = try await peer.read(head.count + Self.body.count)
            try await body(stream, peer)
        }
    }

    private static func next(_ stream: IncomingStream) async throws -> String? {
        try await stream.next(within: nil).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func expectFailure(_ body: () async throws -> Void) async throws {
        do {
            try await body()
            Issue.record("no error")
        } catch is TransportError {}
    }

    @Test func `head and parts are there as soon as they come`() throws {
        try Self.streamed { stream, peer in
            peer.send(Self.chunked)
            let response = try await stream.response()
            #expect(response.status == 200)
            #expect(response.fields["x-a"] == "b")
            peer.send("3\r\none\r\n")
            #expect(try await Self.next(stream) == "one")
            peer.send("3\r\ntwo\r\n")
            #expect(try await Self.next(stream) == "two")
            peer.send("0\r\n\r\n")
            #expect(try await Self.next(stream) == nil)
            #expect(try await Self.next(stream) == nil)
        }
    }

    @Test func `a connection is used again after a stream`() throws {
        try TestLoop.run { loop in
            let server = try ScriptedServer(on: loop)
            let pool = ConnectionPool(to: try EndpointURL("http://\(server.address)"), on: loop)
            var peer: RawConnection?
            for _ in 0..<3 {
                let stream = pool.stream(Self.head, Self.body, timeout: .seconds(30))
                // A second connection would leave the first one waiting for its request.
                let connection = if let peer { peer } else { try await server.next() }
                peer = connection
                _ = try await connection.read(Self.head.count + Self.body.count)
                connection.send(Self.chunked + "2\r\nok\r\n0\r\n\r\n")
                #expect(try await Self.next(stream) == "ok")
                #expect(try await Self.next(stream) == nil)
            }
            pool.close()
            peer?.close()
            server.close()
        }
    }

    @Test func `a connection that was held back to its end is used again`() throws {
        try TestLoop.run { loop in
            let server = try ScriptedServer(on: loop)
            let pool = ConnectionPool(to: try EndpointURL("http://\(server.address)"), on: loop)
            let size = IncomingStream.maxPendingBytes + 10
            var peer: RawConnection?
            for _ in 0..<3 {
                let stream = pool.stream(Self.head, Self.body, timeout: .seconds(30))
                let connection = if let peer { peer } else { try await server.next() }
                peer = connection
                _ = try await connection.read(Self.head.count + Self.body.count)
                connection.send("HTTP/1.1 200 OK\r\ncontent-length: \(size)\r\n\r\n")
                connection.send(Array(repeating: 1, count: size))
                // The end is there before anybody reads.
                await loop.turns(50)
                var count = 0
                while let part = try await stream.next(within: nil) { count += part.count }
                #expect(count == size)
            }
            pool.close()
            peer?.close()
            server.close()
        }
    }

    @Test func `who does not read holds the server back, and loses nothing`() throws {
        try Self.streamed { stream, peer in
            let size = 8_000_000
            peer.send("HTTP/1.1 200 OK\r\ncontent-length: \(size)\r\n\r\n")
            peer.send((0..<size).map { UInt8(truncatingIfNeeded: $0 / 7) })
            await peer.stream.loop.turns(50)
            // What the sockets and the stream do not hold is still the server's.
            #expect(peer.stream.pendingBytes > 0)
            var received: [UInt8] = []
            while let part = try await stream.next(within: nil) { received += part }
            #expect(received.count == size)
            #expect(
                received.indices.allSatisfy { received[$0] == UInt8(truncatingIfNeeded: $0 / 7) })
        }
    }

    @Test func `an answer that breaks off is an error behind what has come`() throws {
        try Self.streamed { stream, peer in
            peer.send(Self.chunked + "3\r\none\r\n")
            #expect(try await Self.next(stream) == "one")
            peer.close()
            try await Self.expectFailure { _ = try await stream.next(within: nil) }
        }
    }

    @Test func `nothing for longer than allowed is an error`() throws {
        try Self.streamed { stream, peer in
            peer.send(Self.chunked)
            _ = try await stream.response()
            try await Self.expectFailure {
                _ = try await stream.next(within: .milliseconds(10))
            }
            stream.cancel()
            try await peer.waitForEnd()
        }
    }

    @Test func `no whole answer in time is an error, and ends the connection`() throws {
        try Self.streamed(timeout: .seconds(1)) { stream, peer in
            peer.send(Self.chunked)
            try await Self.expectFailure {
                while try await stream.next(within: nil) != nil {}
            }
            try await peer.waitForEnd()
        }
    }

    @Test func `a stream that nobody wants any more closes its connection`() throws {
        try Self.streamed { stream, peer in
            peer.send(Self.chunked + "3\r\none\r\n")
            #expect(try await Self.next(stream) == "one")
            stream.cancel()
            try await peer.waitForEnd()
        }
    }

    @Test func `nobody at the address is an error`() throws {
        try TestLoop.run { loop in
            let endpoint = try EndpointURL("http://\(SocketAddress.nobody)")
            let pool = ConnectionPool(to: endpoint, on: loop)
            let stream = pool.stream(Self.head, Self.body, timeout: .seconds(30))
            try await Self.expectFailure { _ = try await stream.response() }
            pool.close()
        }
    }
}
