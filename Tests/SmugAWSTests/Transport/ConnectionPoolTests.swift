import SmugHTTP
import SmugLoop
import TestSupport
import Testing

@testable import SmugAWS

@Suite struct ConnectionPoolTests {
    private static let ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-a: b\r\n\r\nok"
    private static let request = "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 4\r\n\r\nbody"

    /// Hands a pool and the server that it connects to to a test and closes both after it.
    private static func pooled(
        _ body: @escaping @Sendable (ConnectionPool, ScriptedServer) async throws -> Void
    ) throws {
        try TestLoop.run { loop in
            let server = try ScriptedServer(on: loop)
            let pool = ConnectionPool(
                to: try EndpointURL("http://\(server.address)"), on: loop)
            defer {
                pool.close()
                server.close()
            }
            try await body(pool, server)
        }
    }

    private static func post(
        _ pool: ConnectionPool, timeout: Duration = .seconds(30), limit: Int = 1_000
    ) async -> Result<IncomingResponse, TransportError> {
        let (head, body) = (request.dropLast(4), request.suffix(4))
        do throws(TransportError) {
            return .success(
                try await pool.post(
                    Array(head.utf8), Array(body.utf8), timeout: timeout, maxResponseBytes: limit))
        } catch {
            return .failure(error)
        }
    }

    @Test func `head and body go out as they are, and the answer comes back whole`() throws {
        try Self.pooled { pool, server in
            async let answer = Self.post(pool)
            let peer = try await server.next()
            #expect(
                String(decoding: try await peer.read(Self.request.utf8.count), as: UTF8.self)
                    == Self.request)
            peer.send(Self.ok)
            let response = try await answer.get()
            #expect(response.status == 200)
            #expect(response.fields["x-a"] == "b")
            #expect(response.body == Array("ok".utf8))
            peer.close()
        }
    }

    @Test func `a connection is used again, and another one while it is busy`() throws {
        try Self.pooled { pool, server in
            var peers: [RawConnection] = []
            for _ in 0..<3 {
                async let first = Self.post(pool)
                async let second = Self.post(pool)
                // The same two connections each time: a third one would leave these two waiting.
                if peers.isEmpty { peers = [try await server.next(), try await server.next()] }
                for peer in peers {
                    _ = try await peer.read(Self.request.utf8.count)
                    peer.send(Self.ok)
                }
                _ = try await (first.get(), second.get())
            }
            for peer in peers { peer.close() }
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok",
        "HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok and more",
    ])
    func `a connection that must not be used again is not`(answer: String) throws {
        try Self.pooled { pool, server in
            for _ in 0..<2 {
                async let response = Self.post(pool)
                let peer = try await server.next()
                _ = try await peer.read(Self.request.utf8.count)
                peer.send(answer)
                #expect(try await response.get().body == Array("ok".utf8))
                peer.close()
            }
        }
    }

    @Test func `a connection that the server has closed meanwhile is not used again`() throws {
        try Self.pooled { pool, server in
            for _ in 0..<3 {
                async let response = Self.post(pool)
                let peer = try await server.next()
                _ = try await peer.read(Self.request.utf8.count)
                peer.send(Self.ok)
                _ = try await response.get()
                peer.close()
                for _ in 0..<20 { await peer.stream.loop.nextTurn() }
            }
        }
    }

    struct Failure: CustomTestStringConvertible, Sendable {
        let name: String
        let says: String
        let expected: LambdaError.TransportFailure
        var testDescription: String { name }
    }

    @Test(arguments: [
        Failure(name: "nothing", says: "", expected: .connectionLost(requestSent: true)),
        Failure(
            name: "a part of a head", says: "HTTP/1.1 200",
            expected: .connectionLost(requestSent: true)),
        Failure(
            name: "a part of a body", says: "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok",
            expected: .connectionLost(requestSent: true)),
        Failure(name: "no HTTP", says: "SSH-2.0-OpenSSH\r\n\r\n", expected: .malformedResponse),
    ])
    func `what is no answer is an error that says so`(failure: Failure) throws {
        try Self.pooled { pool, server in
            async let response = Self.post(pool)
            let peer = try await server.next()
            _ = try await peer.read(Self.request.utf8.count)
            peer.send(failure.says)
            peer.close()
            guard case .failure(let error) = await response else {
                Issue.record("an answer out of nothing")
                return
            }
            #expect(error.failure == failure.expected)
        }
    }

    @Test(arguments: [(2, true), (1, false)])
    func `an answer over the limit is refused`(limit: Int, isTaken: Bool) throws {
        try Self.pooled { pool, server in
            async let response = Self.post(pool, limit: limit)
            let peer = try await server.next()
            _ = try await peer.read(Self.request.utf8.count)
            peer.send(Self.ok)
            let outcome = await response
            if case .failure(let error) = outcome { #expect(error.failure == .malformedResponse) }
            let wasTaken = (try? outcome.get()) != nil
            #expect(wasTaken == isTaken)
            peer.close()
        }
    }

    @Test func `an answer that does not come in time is given up, and its connection closed`()
        throws
    {
        try Self.pooled { pool, server in
            async let first = Self.post(pool)
            let peer = try await server.next()
            _ = try await peer.read(Self.request.utf8.count)
            peer.send(Self.ok)
            _ = try await first.get()
            async let response = Self.post(pool, timeout: .milliseconds(20))
            guard case .failure(let error) = await response else {
                Issue.record("an answer out of nothing")
                return
            }
            #expect(error.failure == .responseTimedOut)
            try await peer.waitForEnd()
            peer.close()
        }
    }

    @Test(arguments: [(1_000, true), (999, false)])
    func `an answer that is abandoned is thrown away as it comes, up to the limit`(
        limit: Int, isTaken: Bool
    ) throws {
        try Self.pooled { pool, server in
            let task = Task(executorPreference: pool.loop) { await Self.post(pool, limit: limit) }
            let peer = try await server.next()
            _ = try await peer.read(Self.request.utf8.count)
            peer.send("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nsome")
            await pool.loop.turns()
            task.cancel()
            await pool.loop.turns()
            peer.send([UInt8](repeating: 1, count: 996))
            switch await task.value {
            case .success(let response):
                #expect(isTaken && response.status == 200 && response.body.isEmpty)
                #expect(pool.takeIdle() != nil)
            case .failure(let error):
                #expect(!isTaken && error.failure == .malformedResponse)
                try await peer.waitForEnd()
            }
            peer.close()
        }
    }

    @Test func `a connection whose server has answered before it had the request is closed`()
        throws
    {
        try Self.pooled { pool, server in
            let task = Task(executorPreference: pool.loop) {
                try await pool.post(
                    Array("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 16000000\r\n\r\n".utf8),
                    [UInt8](repeating: 1, count: 16_000_000), timeout: .seconds(30),
                    maxResponseBytes: 1_000)
            }
            let peer = try await server.next()
            peer.stream.stopReading()
            peer.send("HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n")
            #expect(try await task.value.status == 413)
            #expect(pool.takeIdle() == nil)
            peer.close()
        }
    }

    @Test
    func `nobody at the address, and a pool that is closed, are errors before anything is sent`()
        throws
    {
        try TestLoop.run { loop in
            let pool = ConnectionPool(
                to: try EndpointURL("http://\(SocketAddress.nobody)"), on: loop)
            let refused = await Self.post(pool)
            pool.close()
            let closed = await Self.post(pool)
            #expect(throws: TransportError.self) { try refused.get() }
            if case .failure(let error) = refused { #expect(error.failure == .connectFailed) }
            if case .failure(let error) = closed {
                #expect(error.failure == .cancelled(requestSent: false))
            }
        }
    }

    @Test func `closing the pool ends what is under way`() throws {
        try Self.pooled { pool, server in
            async let response = Self.post(pool)
            let peer = try await server.next()
            _ = try await peer.read(Self.request.utf8.count)
            pool.close()
            guard case .failure(let error) = await response else {
                Issue.record("an answer out of nothing")
                return
            }
            #expect(error.failure == .connectionLost(requestSent: true))
            peer.close()
        }
    }
}
