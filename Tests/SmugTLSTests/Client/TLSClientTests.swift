import SmugLoop
import TestSupport
import Testing

@testable import SmugTLS

@Suite struct TLSClientTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        var names = ["server.test"]
        var addresses: [String] = []
        var validity = -60..<3600
        var host = "server.test"
        var isAddress = false
        let isTrusted: Bool
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "the right name", isTrusted: true),
        Case(name: "in capitals", host: "Server.TEST", isTrusted: true),
        Case(name: "a wildcard", names: ["*.a.test"], host: "b.a.test", isTrusted: true),
        Case(
            name: "a wildcard for two labels", names: ["*.a.test"], host: "c.b.a.test",
            isTrusted: false),
        Case(name: "a part of a label", names: ["s*.test"], isTrusted: false),
        Case(name: "another name", host: "other.test", isTrusted: false),
        Case(name: "a name above", host: "test", isTrusted: false),
        Case(name: "expired", validity: -3600 ..< -60, isTrusted: false),
        Case(name: "not valid yet", validity: 600..<3600, isTrusted: false),
        Case(
            name: "an address", addresses: ["127.0.0.1"], host: "127.0.0.1", isAddress: true,
            isTrusted: true),
        Case(
            name: "an address of IPv6", addresses: ["::1"], host: "::1", isAddress: true,
            isTrusted: true),
        Case(
            name: "another address", addresses: ["127.0.0.2"], host: "127.0.0.1", isAddress: true,
            isTrusted: false),
        Case(
            name: "an address as a name", names: ["127.0.0.1"], host: "127.0.0.1", isAddress: true,
            isTrusted: false),
    ])
    func `a server is trusted for what its certificate says`(case: Case) throws {
        try TestLoop.run { loop in
            var request = TestCertificate.Request()
            request.names = `case`.names
            request.addresses = `case`.addresses
            request.validity = `case`.validity
            let stage = try TLSStage(on: loop, showing: request)
            let client = try stage.client(to: `case`.host, isAddress: `case`.isAddress)
            let fault = try await stage.fault(client)
            #expect(fault?.reason == (`case`.isTrusted ? nil : .untrusted))
            if !`case`.isTrusted {
                #expect(fault?.message.contains("not trusted: ") == true)
                #expect(stage.server.counters.failed == [.certificateRefused: 1])
            }
        }
    }

    @Test func `who vouches for itself is not trusted`() throws {
        try TestLoop.run { loop in
            let stage = try TLSStage(on: loop)
            try stage.server.adopt(
                TestCertificate.selfSigned("server.test").identity(), TLSServerSettings())
            #expect(try await stage.fault()?.reason == .untrusted)
        }
    }

    @Test func `a connection that ends in the handshake is told`() throws {
        try TestLoop.run { loop in
            let stage = try TLSStage(on: loop)
            let (near, far) = MemoryTransport.pair(on: loop)
            let peer = RawConnection(far)
            let task = Task(executorPreference: loop) {
                try await stage.client().connect(over: near, timeout: .seconds(30))
            }
            try await peer.waitForBytes(1)
            peer.close()
            let fault = await #expect(throws: TLSFault.self) { try await task.value }
            #expect(fault?.reason == .closed)
            #expect(near.isClosed)
        }
    }

    @Test func `a server that says nothing is left in time`() throws {
        try TestLoop.run { loop in
            let (near, far) = MemoryTransport.pair(on: loop)
            let peer = RawConnection(far)
            let fault = await #expect(throws: TLSFault.self) {
                try await TLSStage(on: loop).client().connect(over: near, timeout: .zero)
            }
            #expect(fault?.reason == .timeout)
            #expect(near.isClosed)
            peer.close()
        }
    }

    @Test func `a caller that gives up closes the connection`() throws {
        try TestLoop.run { loop in
            let stage = try TLSStage(on: loop)
            let (near, far) = MemoryTransport.pair(on: loop)
            let peer = RawConnection(far)
            let task = Task(executorPreference: loop) {
                try await stage.client().connect(over: near, timeout: .seconds(30))
            }
            try await peer.waitForBytes(1)
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(near.isClosed)
            peer.close()
        }
    }

    @Test func `sessions are kept, up to a number`() throws {
        try TestLoop.run { loop in
            let stage = try TLSStage(on: loop)
            let client = try stage.client()
            for round in 0..<ClientSessions.maxSessions + 4 {
                var connections: [RawConnection] = []
                // Two at once: more tickets come than are used.
                for _ in 0..<2 {
                    let (near, far) = try await stage.connect(client)
                    far.send("x")
                    _ = try await near.read(1)
                    connections += [near, far]
                }
                for connection in connections { connection.close() }
                if round == 0 { #expect(client.sessions.count > 0) }
            }
            #expect(client.sessions.count <= ClientSessions.maxSessions)
            #expect(stage.server.counters.done[.init(version: .tls13, isResumed: false)] == 1)
        }
    }

    @Test func `trust that cannot be read is an error that says so`() {
        #expect(throws: TLSFault.self) {
            try TLSClient(to: "a.test", isAddress: false, trusting: .authorities(Array("-".utf8)))
        }
    }
}
