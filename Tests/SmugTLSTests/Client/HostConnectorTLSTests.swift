import SmugLoop
import SmugNet
import TestSupport
import Testing

@testable import SmugTLS

@Suite struct HostConnectorTLSTests {
    private static let patience = Duration.seconds(30)

    private static func connector(
        to servers: [ScriptedServer], on loop: EventLoop
    ) throws -> HostConnector {
        let addresses = try servers.map { try $0.address }
        return HostConnector(to: "server.test", port: 443, on: loop) { _, _, _ in addresses }
    }

    @Test func `a failed handshake is no word about the next address`() throws {
        try TestLoop.run { loop in
            let stage = try TLSStage(on: loop)
            let stranger = try TLSServer(TestCertificate.selfSigned("server.test").identity())
            let servers = [
                try ScriptedServer(on: loop),
                try ScriptedServer(on: loop) { stranger.transport(over: $0) },
                try ScriptedServer(on: loop) { stage.server.transport(over: $0) },
            ]
            let connector = try Self.connector(to: servers, on: loop)
            let client = try stage.client()
            let task = Task(executorPreference: loop) {
                try await connector.connect(
                    over: client, until: EventLoop.now.advanced(by: Self.patience))
            }
            try await servers[0].next().close()
            let transport = try await task.value
            try await servers[1].next().close()
            let peer = try await servers[2].next()
            peer.send("x")
            #expect(try await RawConnection(transport).read(1) == Array("x".utf8))
            transport.close()
            peer.close()
            for server in servers { server.close() }
        }
    }

    @Test(arguments: [1, 2])
    func `whom nobody vouches for at any address is told apart`(strangers: Int) throws {
        try TestLoop.run { loop in
            let stage = try TLSStage(on: loop)
            let stranger = try TLSServer(TestCertificate.selfSigned("server.test").identity())
            let servers = try (0..<2).map { index in
                try ScriptedServer(on: loop) {
                    index < strangers ? stranger.transport(over: $0) : $0
                }
            }
            let connector = try Self.connector(to: servers, on: loop)
            let client = try stage.client()
            let task = Task(executorPreference: loop) {
                try await connector.connect(
                    over: client, until: EventLoop.now.advanced(by: Self.patience))
            }
            let first = try await servers[0].next()
            try await first.waitForEnd()
            first.close()
            let last = try await servers[1].next()
            if strangers == 1 { last.close() }
            let error = await #expect(throws: HostConnectError.self) { try await task.value }
            #expect(error?.isUntrusted == (strangers == 2))
            #expect(error?.reasons.contains("not trusted") == true)
            last.close()
            for server in servers { server.close() }
        }
    }
}
