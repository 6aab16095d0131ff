import SmugLoop
import TestSupport
import Testing

@testable import SmugTLS

@Suite struct TLSServerTests {
    /// What a server answers who sends it these bytes, and why the handshake failed.
    private static func answer(
        to bytes: [UInt8], timeout: Duration = .seconds(30), closes: Bool = false
    ) throws -> (text: String, reason: TLSFault.Reason?) {
        try TestLoop.run { loop in
            var settings = TLSServerSettings()
            settings.handshakeTimeout = timeout
            let stage = try TLSStage(on: loop, settings)
            let (near, far) = MemoryTransport.pair(on: loop)
            let server = RawConnection(stage.server.transport(over: far))
            let client = RawConnection(near)
            client.send(bytes)
            if closes { client.close() }
            try await server.waitForEnd()
            server.close()
            let text = closes ? "" : try await client.readToEnd()
            client.close()
            #expect(stage.server.counters.failed.values.reduce(0, +) == 1)
            #expect(stage.server.counters.done.isEmpty)
            return (text, stage.server.counters.failed.keys.first)
        }
    }

    @Test func `a request in clear text is told to come over https`() throws {
        let (text, reason) = try Self.answer(to: Array("GET / HTTP/1.1\r\nhost: a\r\n\r\n".utf8))
        #expect(reason == .notTLS)
        #expect(text.hasPrefix("HTTP/1.1 400 "))
        let body = text.firstRange(of: "\r\n\r\n").map { text[$0.upperBound...] } ?? ""
        #expect(text.contains("content-length: \(body.utf8.count)\r\n"))
    }

    @Test(arguments: [
        ("SSH", Array("SSH-2.0-OpenSSH_9.2\r\n".utf8)),
        ("zeros", [UInt8](repeating: 0, count: 100)),
        ("a record over its limit", [22, 3, 1, 0xFF, 0xFF]),
    ])
    func `what is not TLS gets no answer of HTTP`(name: String, bytes: [UInt8]) throws {
        let (text, reason) = try Self.answer(to: bytes)
        #expect(reason == .notTLS || reason == .malformed)
        #expect(!text.hasPrefix("HTTP"))
    }

    @Test func `who does not end the handshake in time is left`() throws {
        #expect(try Self.answer(to: [22, 3, 1], timeout: .zero).reason == .timeout)
    }

    @Test func `who leaves in the handshake is counted so`() throws {
        #expect(try Self.answer(to: [22, 3, 1], closes: true).reason == .closed)
    }

    @Test func `a handshake that has no end has a limit`() throws {
        // The beginning of a ClientHello of 128 KiB, in records of 16 KiB.
        let record: [UInt8] = [22, 3, 1, 0x40, 0]
        var bytes = record + [1, 1, 0xFF, 0] + [UInt8](repeating: 3, count: 0x4000 - 4)
        while bytes.count <= TLSTransport.maxHandshakeBytes {
            bytes += record + [UInt8](repeating: 3, count: 0x4000)
        }
        #expect(try Self.answer(to: bytes).reason == .tooLarge)
    }

    @Test func `another identity is shown to who comes after it, and nobody is cut off`() throws {
        try TestLoop.run { loop in
            let stage = try TLSStage(on: loop)
            let (before, beforeServer) = try await stage.connect()
            var request = TestCertificate.Request("other.test")
            request.serial = 77
            let other = try TestCertificate(request, by: stage.authority)
            try stage.server.adopt(other.identity(), TLSServerSettings())
            #expect(stage.server.certificate.serial == "4D")
            #expect(try await stage.fault()?.reason == .untrusted)
            let (after, afterServer) = try await stage.connect(stage.client(to: "other.test"))
            before.send("still here")
            #expect(try await beforeServer.read(10) == Array("still here".utf8))
            for connection in [before, beforeServer, after, afterServer] { connection.close() }
        }
    }

    @Test func `handshakes are counted by version, resumed ones apart`() throws {
        try TestLoop.run { loop in
            let stage = try TLSStage(on: loop)
            let client = try stage.client()
            for _ in 0..<3 {
                let (near, far) = try await stage.connect(client)
                far.send("x")
                _ = try await near.read(1)
                near.close()
                try await far.waitForEnd()
                far.close()
            }
            let done = stage.server.counters.done
            #expect(done[.init(version: .tls13, isResumed: false)] == 1)
            #expect(done[.init(version: .tls13, isResumed: true)] == 2)
        }
    }

    @Test func `sessions outlive a change of certificates`() throws {
        try TestLoop.run { loop in
            let stage = try TLSStage(on: loop)
            let client = try stage.client()
            for _ in 0..<2 {
                let (near, far) = try await stage.connect(client)
                far.send("x")
                _ = try await near.read(1)
                near.close()
                far.close()
                try stage.server.adopt(stage.certificate.identity(), TLSServerSettings())
            }
            #expect(stage.server.counters.done[.init(version: .tls13, isResumed: true)] == 1)
        }
    }
}
