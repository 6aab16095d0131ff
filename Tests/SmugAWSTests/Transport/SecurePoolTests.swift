import SmugHTTP
import SmugLoop
import SmugTLS
import TestSupport
import Testing

@testable import SmugAWS

/// Invocations over TLS, against a server with an authority that the test has made.
@Suite struct SecurePoolTests {
    private static let ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
    private static let head = "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 4\r\n\r\n"

    struct Stage: Sendable {
        let loop: EventLoop
        let server: ScriptedServer
        let tls: TLSServer
        let pool: ConnectionPool

        /// The server's next connection, which has had a request.
        func asked() async throws -> RawConnection {
            let peer = try await server.next()
            _ = try await peer.read(head.utf8.count + 4)
            return peer
        }
    }

    private static func run(
        _ request: TestCertificate.Request = Self.secured(), trusts: Bool = true,
        _ body: @escaping @Sendable (Stage) async throws -> Void
    ) throws {
        try TestLoop.run { loop in
            var own = TestCertificate.Request("authority.test")
            own.isAuthority = true
            let authority = try TestCertificate(own)
            let certificate = try TestCertificate(request, by: authority)
            let tls = try TLSServer(
                TLSIdentity(certificates: certificate.certificatePEM, key: certificate.keyPEM))
            let server = try ScriptedServer(on: loop) { tls.transport(over: $0) }
            let endpoint = try EndpointURL("https://\(server.address)")
            let trusted = try trusts ? authority : TestCertificate(own)
            let client = try TLSClient(
                to: endpoint.host, isAddress: true,
                trusting: .authorities(trusted.certificatePEM))
            let pool = ConnectionPool(to: endpoint, on: loop, over: client)
            defer {
                pool.close()
                server.close()
            }
            try await body(Stage(loop: loop, server: server, tls: tls, pool: pool))
        }
    }

    private static func secured(_ change: (inout TestCertificate.Request) -> Void = { _ in })
        -> TestCertificate.Request
    {
        var request = TestCertificate.Request("server.test")
        request.addresses = ["127.0.0.1"]
        change(&request)
        return request
    }

    private static func post(_ pool: ConnectionPool, timeout: Duration = .seconds(30)) async
        -> Result<IncomingResponse, TransportError>
    {
        do throws(TransportError) {
            return .success(
                try await pool.post(
                    Array(head.utf8), Array("body".utf8), timeout: timeout, maxResponseBytes: 1_000)
            )
        } catch {
            return .failure(error)
        }
    }

    @Test func `an invocation goes out and its answer comes back, again and again`() throws {
        try Self.run { stage in
            async let first = Self.post(stage.pool)
            let peer = try await stage.asked()
            peer.send(Self.ok)
            #expect(try await first.get().body == Array("ok".utf8))
            for _ in 0..<3 {
                async let next = Self.post(stage.pool)
                _ = try await peer.read(Self.head.utf8.count + 4)
                peer.send(Self.ok)
                #expect(try await next.get().status == 200)
            }
            peer.close()
            #expect(stage.tls.counters.done.values.reduce(0, +) == 1)
        }
    }

    @Test func `a connection that the server has closed is replaced, and resumes its session`()
        throws
    {
        try Self.run { stage in
            for _ in 0..<3 {
                async let answer = Self.post(stage.pool)
                let peer = try await stage.asked()
                peer.send(Self.ok)
                _ = try await answer.get()
                peer.close()
                for _ in 0..<20 { await stage.loop.nextTurn() }
            }
            let resumed = stage.tls.counters.done.filter { $0.key.isResumed }
            #expect(resumed.values.reduce(0, +) == 2)
        }
    }

    struct Untrusted: CustomTestStringConvertible, Sendable {
        let name: String
        let request: TestCertificate.Request
        var trusts = true
        var testDescription: String { name }
    }

    @Test(arguments: [
        Untrusted(name: "another host", request: secured { $0.addresses = ["127.0.0.2"] }),
        Untrusted(name: "expired", request: secured { $0.validity = -3600 ..< -60 }),
        Untrusted(name: "an unknown authority", request: secured(), trusts: false),
    ])
    func `nothing is sent to whom nobody vouches for`(case: Untrusted) throws {
        try Self.run(`case`.request, trusts: `case`.trusts) { stage in
            async let answer = Self.post(stage.pool)
            let peer = try await stage.server.next()
            try await peer.waitForEnd()
            #expect(peer.received.isEmpty)
            guard case .failure(let error) = await answer else {
                Issue.record("an answer of nobody")
                return
            }
            #expect(error.failure == .tlsFailed)
            #expect(error.message.contains("not trusted"))
            peer.close()
        }
    }

    struct Cut: CustomTestStringConvertible, Sendable {
        let name: String
        let says: String
        let isWhole: Bool
        var testDescription: String { name }
    }

    /// The connection below is closed without a word of TLS.
    @Test(arguments: [
        Cut(name: "nothing", says: "", isWhole: false),
        Cut(name: "in a head", says: "HTTP/1.1 200", isWhole: false),
        Cut(
            name: "in a body", says: "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok",
            isWhole: false),
        Cut(
            name: "in a body whose length only the end tells",
            says: "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\npart", isWhole: false),
        Cut(
            name: "behind the answer", says: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
            isWhole: true),
    ])
    func `an answer that is cut off is not taken for a whole one`(case: Cut) throws {
        try Self.run { stage in
            async let answer = Self.post(stage.pool)
            let peer = try await stage.asked()
            peer.send(`case`.says)
            peer.stream.abort()
            switch await answer {
            case .success: #expect(`case`.isWhole)
            case .failure(let error):
                #expect(error.failure == .connectionLost(requestSent: true))
                #expect(!`case`.isWhole)
            }
        }
    }

    @Test func `an answer comes as a stream`() throws {
        try Self.run { stage in
            let answer = stage.pool.stream(
                Array(Self.head.utf8), Array("body".utf8), timeout: .seconds(30))
            let peer = try await stage.asked()
            peer.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
            #expect(try await answer.response().status == 200)
            for part in ["one", "two"] {
                peer.send("3\r\n\(part)\r\n")
                #expect(try await answer.next(within: .seconds(30)) == Array(part.utf8))
            }
            peer.send("0\r\n\r\n")
            #expect(try await answer.next(within: .seconds(30)) == nil)
            peer.close()
        }
    }

    @Test func `a server that does not shake hands is given up in time`() throws {
        try TestLoop.run { loop in
            let server = try ScriptedServer(on: loop)
            let endpoint = try EndpointURL("https://\(server.address)")
            let client = try TLSClient(to: endpoint.host, isAddress: true, trusting: .system)
            let pool = ConnectionPool(to: endpoint, on: loop, over: client)
            defer {
                pool.close()
                server.close()
            }
            guard case .failure(let error) = await Self.post(pool, timeout: .zero) else {
                Issue.record("an answer out of nothing")
                return
            }
            #expect(error.failure == .connectTimedOut)
        }
    }
}
