import SmugHTTP
import SmugLoop
import SmugNet
import TestSupport
import Testing

/// Connections of a server that takes HTTP/1.1 and HTTP/2 on one port.
@Suite struct HTTPNegotiationTests {
    private static let preface = String(decoding: HTTPPreface.bytes, as: UTF8.self)

    @Test(arguments: ["P", "PRI", "PRI * HTTP/2.0\r\n\r\nSM"])
    func `a head that stops where HTTP 2 could have begun is told that it is late`(
        sent: String
    ) throws {
        var settings = HTTPServerSettings()
        settings.headTimeout = .milliseconds(500)
        let answer = try Self.answer(to: sent, settings)
        // What is no head of HTTP/1.1 is told that instead, in its time.
        #expect(answer.hasPrefix(sent.count > 4 ? "HTTP/1.1 505" : "HTTP/1.1 408"), "\(answer)")
    }

    @Test func `who says nothing is left without a word`() throws {
        var settings = HTTPServerSettings()
        settings.headTimeout = .milliseconds(500)
        #expect(try Self.answer(to: "", settings) == "")
    }

    @Test(arguments: [
        ("POS", "T / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200"),
        ("P", "UT / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200"),
        (String(preface.prefix(8)), String(preface.dropFirst(8)), "drained"),
        (String(preface.prefix(23)), String(preface.dropFirst(23)), "drained"),
    ])
    func `a drain reaches a connection whose first bytes were on their way`(
        first: String, second: String, answer: String
    ) throws {
        try Self.drained(sending: first, then: second, HTTPServerSettings()) { answered in
            #expect(answered.hasPrefix(answer), "\(answered)")
        }
    }

    @Test func `a drain reaches a connection whose proxy's header was on its way`() throws {
        var settings = HTTPServerSettings()
        settings.expectsProxyHeader = true
        try Self.drained(
            sending: "PROXY TCP4 192.0.2.1 ", then: "192.0.2.2 1 2\r\n" + Self.preface, settings
        ) { answered in
            #expect(answered == "drained")
        }
    }

    private static func answer(
        to sent: String, _ settings: HTTPServerSettings
    ) throws -> String {
        try TestLoop.run(loops: 1) { group in
            try await TestServer.serve(
                on: group, settings: settings, layers: HTTPServerLayers(http2: ToldOfDrains()),
                handler: { await $0.answer("ok") }
            ) { try await $0.answer(to: sent) }
        }
    }

    /// Sends a part before a drain and the rest in it, and looks at all that comes back.
    private static func drained(
        sending first: String, then second: String, _ settings: HTTPServerSettings,
        _ check: @escaping @Sendable (String) -> Void
    ) throws {
        try TestLoop.run(loops: 1) { group in
            let loop = group.loops[0]
            let ending = Shared<RawConnection?>(nil)
            let rest = Task(executorPreference: loop) {
                while ending.value == nil { await loop.nextTurn() }
                for _ in 0..<20 { await loop.nextTurn() }
                guard let client = ending.value else { return }
                client.send(second)
                check(try await client.readToEnd())
                client.close()
            }
            try await TestServer.serve(
                on: group, settings: settings, layers: HTTPServerLayers(http2: ToldOfDrains()),
                handler: { await $0.answer("ok") }
            ) { server in
                let client = try await server.connect()
                client.send(first)
                for _ in 0..<20 { await loop.nextTurn() }
                ending.change { $0 = client }
            }
            try await rest.value
        }
    }
}

/// In place of HTTP/2: says that it drains, and ends.
private struct ToldOfDrains: HTTP2Layer {
    func connection(
        over transport: any ByteTransport, from peer: SocketAddress, of server: HTTPServerContext
    ) -> any HTTPConnection {
        Connection(over: transport)
    }

    final class Connection: HTTPConnection, @unchecked Sendable {
        let loop: EventLoop
        private let transport: any ByteTransport
        private var onClose: (() -> Void)?

        init(over transport: any ByteTransport) {
            loop = transport.loop
            self.transport = transport
            transport.delegate = self
        }

        func start(onClose: @escaping () -> Void) {
            self.onClose = onClose
            transport.startReading()
        }

        func drain() {
            transport.write(Array("drained".utf8))
            transport.shutdown()
        }

        func cutOff() { cancel() }

        func cancel() {
            transport.close()
            onClose?()
            onClose = nil
        }

        func streamDidReceive(_ bytes: Span<UInt8>) {}
        func streamDidEnd(_ error: LoopError?) { cancel() }
        func streamDidDrain() {}
    }
}
