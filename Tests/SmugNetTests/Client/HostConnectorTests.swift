import SmugLoop
import TestSupport
import Testing

@testable import SmugNet

@Suite struct HostConnectorTests {
    private struct NoHandshake: Error, CustomStringConvertible {
        let description = "no handshake"
    }

    private static let patience = Duration.seconds(30)
    /// Nobody answers there: connects to it hang.
    private static let silent = SocketAddress(host: "192.0.2.1", port: 9)

    /// A connector whose resolver knows `addresses`.
    private static func connector(
        to addresses: [SocketAddress], on loop: EventLoop,
        headStart: Duration = .seconds(3600)
    ) -> HostConnector {
        HostConnector(
            to: "a.test", port: 7, on: loop, headStart: headStart,
            resolver: { _, _, _ in addresses }
        ) { address, loop in
            if address == silent { try await loop.sleep(until: .distantFuture) }
            return try await ByteStream.connect(to: address, on: loop)
        }
    }

    @Test func `an address that refuses is not the last`() throws {
        try TestLoop.run { loop in
            let server = try ScriptedServer(on: loop)
            let addresses = [SocketAddress.nobody, try server.address]
            let stream = try await Self.connector(to: addresses, on: loop)
                .connect(until: EventLoop.now.advanced(by: Self.patience))
            try await server.next().close()
            stream.close()
            server.close()
        }
    }

    @Test func `an address that is silent is left behind, and its connect ends`() throws {
        try TestLoop.run { loop in
            let server = try ScriptedServer(on: loop)
            let addresses = [try #require(Self.silent), try server.address]
            let stream = try await Self.connector(to: addresses, on: loop, headStart: .zero)
                .connect(until: EventLoop.now.advanced(by: Self.patience))
            try await server.next().close()
            stream.close()
            server.close()
        }
    }

    @Test func `of several that are connected one is kept`() throws {
        try TestLoop.run { loop in
            let servers = try (0..<4).map { _ in try ScriptedServer(on: loop) }
            let stream = try await Self.connector(
                to: servers.map { try $0.address }, on: loop, headStart: .zero
            ).connect(until: EventLoop.now.advanced(by: Self.patience))
            // What else was opened is closed by now, or the loop has handles left at the end.
            stream.close()
            for server in servers { server.close() }
        }
    }

    @Test func `after a handshake that fails the other addresses are tried`() throws {
        try TestLoop.run { loop in
            let servers = try (0..<3).map { _ in try ScriptedServer(on: loop) }
            var tried = 0
            let result = try await Self.connector(
                to: servers.map { try $0.address }, on: loop, headStart: .zero
            ).connect(until: EventLoop.now.advanced(by: Self.patience)) { stream, _ in
                tried += 1
                stream.close()
                if tried < 3 { throw NoHandshake() }
                return tried
            }
            #expect(result == 3)
            for server in servers { server.close() }
        }
    }

    @Test func `the error says what failed where`() throws {
        try TestLoop.run { loop in
            let dead = SocketAddress.nobody
            let server = try ScriptedServer(on: loop)
            let living = try server.address
            let connector = Self.connector(to: [dead, living], on: loop)
            let error = await #expect(throws: HostConnectError.self) {
                try await connector.connect(until: EventLoop.now.advanced(by: Self.patience)) {
                    stream, _ in
                    stream.close()
                    throw NoHandshake()
                }
            }
            #expect(
                error?.description == """
                    no connection to a.test:7: \(dead): connect: ECONNREFUSED: connection refused; \
                    \(living): no handshake
                    """)
            #expect(error?.isLate == false && error?.isOfName == false)
            server.close()
        }
    }

    @Test func `the error says an address once`() throws {
        try TestLoop.run { loop in
            let dead = SocketAddress.nobody
            let error = await #expect(throws: HostConnectError.self) {
                try await HostConnector(to: dead.host, port: dead.port, on: loop)
                    .connect(until: EventLoop.now.advanced(by: Self.patience))
            }
            #expect(
                error?.description
                    == "no connection to \(dead): connect: ECONNREFUSED: connection refused")
        }
    }

    @Test func `what is silent until the end is told`() throws {
        try TestLoop.run { loop in
            let silent = try #require(Self.silent)
            let connector = Self.connector(to: [silent], on: loop, headStart: .zero)
            let error = await #expect(throws: HostConnectError.self) {
                try await connector.connect(until: EventLoop.now.advanced(by: .milliseconds(300)))
            }
            #expect(
                error?.description == """
                    no connection to a.test:7 in time: 192.0.2.1:9: connect: no answer in time
                    """)
            #expect(error?.isLate == true)
        }
    }

    @Test func `a name that leads nowhere is told`() throws {
        try TestLoop.run { loop in
            func error(
                within limit: Duration, _ resolver: @escaping HostConnector.Resolver
            ) async -> HostConnectError? {
                await #expect(throws: HostConnectError.self) {
                    try await HostConnector(to: "a.test", port: 7, on: loop, resolver: resolver)
                        .connect(until: EventLoop.now.advanced(by: limit))
                }
            }
            let nowhere = await error(within: Self.patience) { _, _, _ in [] }
            #expect(
                nowhere?.description
                    == "no connection to a.test:7: resolve: a.test has no address")
            #expect(nowhere?.isOfName == true)
            let late = await error(within: .milliseconds(5)) { _, _, loop in
                try await loop.sleep(until: .distantFuture)
                return []
            }
            #expect(
                late?.description
                    == "no connection to a.test:7 in time: the name was not resolved")
            #expect(late?.isLate == true && late?.isOfName == false)
        }
    }

    @Test func `who is cancelled leaves nothing open`() throws {
        try TestLoop.run { loop in
            let server = try ScriptedServer(on: loop)
            let addresses = [try #require(Self.silent), try server.address]
            for turns in 0..<6 {
                let task = Task(executorPreference: loop) {
                    try await Self.connector(to: addresses, on: loop, headStart: .zero)
                        .connect(until: EventLoop.now.advanced(by: Self.patience))
                }
                for _ in 0..<turns { await loop.nextTurn() }
                task.cancel()
                do {
                    try await task.value.close()
                } catch {
                    #expect(error is CancellationError)
                }
            }
            server.close()
        }
    }

    @Test(arguments: [
        (8, 1, 8), (8, 2, 4), (8, 16, 2), (1, 4, 1), (0, 3, 0),
    ])
    func `the time left is shared, down to what a handshake needs`(
        left: Int, count: Int, share: Int
    ) {
        #expect(
            HostConnector.patience(of: .seconds(left), among: count) == .seconds(share))
    }
}
