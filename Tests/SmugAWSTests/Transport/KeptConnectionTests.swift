import SmugHTTP
import SmugLoop
import SmugNet
import SmugTLS
import TestSupport
import Testing

@testable import SmugAWS

/// Servers that close a connection at the very moment it is used again.
@Suite struct KeptConnectionTests {
    private static let ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"

    struct Stage: Sendable {
        let pool: ConnectionPool
        let server: ScriptedServer
        /// The server's end of the connection that the pool keeps.
        let peer: RawConnection

        fileprivate func head(_ count: Int) -> [UInt8] {
            Array("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: \(count)\r\n\r\n".utf8)
        }

        func post(over kept: HTTPClientConnection?, _ count: Int = 4) async -> Result<
            IncomingResponse, TransportError
        > {
            let body = [UInt8](repeating: 1, count: count)
            let deadline = EventLoop.now.advanced(by: .seconds(30))
            do throws(TransportError) {
                return .success(
                    try await pool.post(
                        head(count), body, over: kept, until: deadline, maxResponseBytes: 100))
            } catch {
                return .failure(error)
            }
        }

        func stream(over kept: HTTPClientConnection?, _ count: Int = 4) -> IncomingStream {
            pool.stream(
                head(count), [UInt8](repeating: 1, count: count), over: kept, timeout: .seconds(30))
        }

        func answer(on peer: RawConnection, _ count: Int = 4) async throws {
            _ = try await peer.read(head(count).count + count)
            peer.send(KeptConnectionTests.ok)
        }
    }

    private static func run(
        secured: Bool, _ body: @escaping @Sendable (Stage) async throws -> Void
    ) throws {
        try TestLoop.run { loop in
            var request = TestCertificate.Request("server.test")
            request.addresses = ["127.0.0.1"]
            request.isAuthority = true
            let certificate = try TestCertificate(request)
            let tls = try TLSServer(
                TLSIdentity(certificates: certificate.certificatePEM, key: certificate.keyPEM))
            let server = try ScriptedServer(on: loop) { secured ? tls.transport(over: $0) : $0 }
            let client = try TLSClient(
                to: "127.0.0.1", isAddress: true, trusting: .authorities(certificate.certificatePEM)
            )
            let pool = ConnectionPool(
                to: try EndpointURL("\(secured ? "https" : "http")://\(server.address)"), on: loop,
                over: secured ? client : nil)
            defer {
                pool.close()
                server.close()
            }
            let begun = Task(executorPreference: loop) {
                try await pool.post(
                    Array("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 0\r\n\r\n".utf8), [],
                    timeout: .seconds(30), maxResponseBytes: 100)
            }
            let peer = try await server.next()
            defer { peer.close() }
            _ = try await peer.read(47)
            peer.send(ok)
            _ = try await begun.value
            try await body(Stage(pool: pool, server: server, peer: peer))
        }
    }

    @Test func `an end right behind an answer is seen before the loop comes to it`() throws {
        // Over TLS both come in one read, and need no look.
        try Self.run(secured: false) { stage in
            async let first = stage.post(over: stage.pool.takeIdle())
            _ = try await stage.peer.read(stage.head(4).count + 4)
            stage.peer.send(Self.ok)
            stage.peer.close()
            #expect(try await first.get().status == 200)
            #expect(stage.pool.takeIdle() == nil, "it was given back in this very turn")
        }
    }

    @Test(arguments: [false, true])
    func `an end in the very moment costs no request`(secured: Bool) throws {
        try Self.run(secured: secured) { stage in
            await stage.pool.loop.nextTurn()
            stage.peer.close()
            // It came back a moment ago and is not looked at; after a second it would be.
            async let answer = stage.post(over: stage.pool.takeIdle())
            let next = try await stage.server.next()
            try await stage.answer(on: next)
            #expect(try await answer.get().status == 200)
            next.close()
        }
    }

    @Test(arguments: [
        (idle: Duration.milliseconds(20), polls: UInt(1), isTrusted: true),
        (.milliseconds(20), 0, false), (.seconds(2), 1000, false),
    ])
    func `a connection is looked at again that has just come back, or lay idle for long`(
        idle: Duration, polls: UInt, isTrusted: Bool
    ) {
        let kept = IdleTime(since: MonotonicTime(nanoseconds: 0), pollCount: 7)
        let now = MonotonicTime(nanoseconds: 0).advanced(by: idle)
        #expect(kept.isTrusted(at: now, pollCount: 7 + polls) == isTrusted)
    }

    struct Loss: CustomTestStringConvertible, Sendable {
        let name: String
        var bodyCount = 4
        let happens: @Sendable (RawConnection) -> Void
        var testDescription: String { name }
    }

    /// What the server never had goes out again.
    static let losses = [
        Loss(name: "closed before the request came") { $0.close() },
        Loss(name: "reset before the request came") { $0.stream.abort() },
    ]

    @Test(arguments: losses, [false, true])
    func `a request that its server never had goes out once more`(loss: Loss, secured: Bool) throws
    {
        try Self.run(secured: secured) { stage in
            let kept = try #require(stage.pool.takeIdle())
            loss.happens(stage.peer)
            async let answer = stage.post(over: kept)
            let next = try await stage.server.next()
            try await stage.answer(on: next)
            #expect(try await answer.get().body == Array("ok".utf8))
            next.close()
        }
    }

    @Test(arguments: losses, [false, true])
    func `so does one whose answer is to stream`(loss: Loss, secured: Bool) throws {
        try Self.run(secured: secured) { stage in
            let kept = try #require(stage.pool.takeIdle())
            loss.happens(stage.peer)
            let answer = stage.stream(over: kept)
            let next = try await stage.server.next()
            try await stage.answer(on: next)
            #expect(try await answer.next(within: nil) == Array("ok".utf8))
            #expect(try await answer.next(within: nil) == nil)
            next.close()
        }
    }

    @Test(arguments: [false, true])
    func `so does one of which its server has had only a part`(secured: Bool) throws {
        let count = 16 * 1024 * 1024
        try Self.run(secured: secured) { stage in
            let kept = try #require(stage.pool.takeIdle())
            async let answer = stage.post(over: kept, count)
            try await stage.peer.waitForBytes(1)
            stage.peer.stream.abort()
            let next = try await stage.server.next()
            try await stage.answer(on: next, count)
            #expect(try await answer.get().status == 200)
            next.close()
        }
    }

    @Test(arguments: [false, true])
    func `a request that its server may have had does not`(secured: Bool) throws {
        for end in [{ $0.close() }, { $0.stream.abort() }] as [@Sendable (RawConnection) -> Void] {
            try Self.run(secured: secured) { stage in
                let kept = try #require(stage.pool.takeIdle())
                async let answer = stage.post(over: kept)
                _ = try await stage.peer.read(stage.head(4).count + 4)
                end(stage.peer)
                guard case .failure(let error) = await answer else {
                    Issue.record("an answer out of nothing")
                    return
                }
                #expect(error.failure == .connectionLost(requestSent: true))
            }
        }
    }

    @Test func `a new connection that is lost is not replaced`() throws {
        try Self.run(secured: false) { stage in
            let kept = try #require(stage.pool.takeIdle())
            stage.peer.close()
            async let answer = stage.post(over: kept)
            let next = try await stage.server.next()
            _ = try await next.read(stage.head(4).count + 4)
            next.close()
            guard case .failure(let error) = await answer else {
                Issue.record("an answer out of nothing")
                return
            }
            #expect(error.failure == .connectionLost(requestSent: true))
        }
    }
}
