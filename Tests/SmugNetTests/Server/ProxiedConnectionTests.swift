import SmugHTTP
import SmugLoop
import SmugNet
import TestSupport
import Testing

/// Connections that have to begin with a proxy's header.
@Suite struct ProxiedConnectionTests {
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let close = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    private static var settings: HTTPServerSettings {
        var settings = HTTPServerSettings()
        settings.expectsProxyHeader = true
        return settings
    }

    private static func serve(
        _ settings: HTTPServerSettings = settings,
        _ body: @escaping @Sendable (TestServer) async throws -> Void
    ) throws {
        try TestServer.serve(
            settings: settings, handler: { await $0.answer("\($0.peer.host) \($0.path)") }, body)
    }

    @Test func `the client that the header names is the peer of all its requests`() throws {
        try Self.serve { server in
            let client = try await server.connect()
            client.send("PROXY TCP6 2001:db8::7 ::1 1 2\r\n" + Self.request + Self.request)
            #expect(try await client.response().body == "2001:db8::7 /")
            #expect(try await client.response().body == "2001:db8::7 /")
            client.close()
        }
    }

    @Test func `a header and a request may come byte by byte`() throws {
        try Self.serve { server in
            let client = try await server.connect()
            for byte
                in ("PROXY TCP4 192.0.2.1 ::1 1 2".replacing("::1", with: "1.1.1.1") + "\r\n"
                + Self.close).utf8
            {
                client.send(String(decoding: [byte], as: UTF8.self))
                try await server.loop.sleep(for: .zero)
            }
            #expect(try await client.readToEnd().contains("192.0.2.1 /"))
            client.close()
        }
    }

    @Test func `a proxy that speaks for itself keeps its address`() throws {
        try Self.serve { server in
            let answer = try await server.answer(to: "PROXY UNKNOWN\r\n" + Self.close)
            #expect(answer.hasSuffix("127.0.0.1 /"))
        }
    }

    @Test(arguments: [
        (request, ProxyHeader.Refusal.malformed), ("PROXY TCP4 a\r\n", .malformed),
        ("PROXY UNKNOWN \(String(repeating: "x", count: 200))", .tooLarge),
    ])
    func `what begins otherwise is closed without an answer, and counted`(
        sent: String, reason: ProxyHeader.Refusal
    ) throws {
        try Self.serve { server in
            let answer = try await server.answer(to: sent)
            #expect(answer == "")
            let counters = server.server.counters
            for other in ProxyHeader.Refusal.allCases {
                #expect(counters.refusedProxyHeaders(other) == (other == reason ? 1 : 0))
            }
        }
    }

    @Test(arguments: [("", 0), ("PROXY TCP4 ", 1)])
    func `a header that does not come in time ends its connection`(sent: String, count: Int) throws
    {
        var settings = Self.settings
        settings.headTimeout = .milliseconds(500)
        try Self.serve(settings) { server in
            let answer = try await server.answer(to: sent)
            #expect(answer == "")
            #expect(server.server.counters.refusedProxyHeaders(.timeout) == count)
        }
    }

    @Test func `a drain ends connections that have not begun, and answers those that have`() throws
    {
        let ended = Tasks()
        try TestLoop.run(loops: 1) { group in
            try await TestServer.serve(
                on: group, settings: Self.settings,
                handler: { await $0.answer("\($0.peer.host)") }
            ) { server in
                let silent = try await server.connect()
                let begun = try await server.connect()
                begun.send("PROXY TCP4 192.0.2.1 1.1.1.1 1 2\r\n" + Self.request)
                #expect(try await begun.response().body == "192.0.2.1")
                ended.clients = [silent, begun]
            }
            for client in ended.clients {
                let rest = try await client.readToEnd()
                #expect(rest == "")
                client.close()
            }
        }
    }

    /// For one loop.
    private final class Tasks: @unchecked Sendable {
        var clients: [RawConnection] = []
    }
}
