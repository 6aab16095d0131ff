import SmugHTTP
import SmugLoop
import SmugNet
import TestSupport
import Testing

/// How connections live: one request after the other, and what ends them.
@Suite struct HTTPServerConnectionTests {
    private static func get(_ path: String, _ fields: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"
    }

    // MARK: - One after the other

    @Test func `requests of one connection are answered on it`() throws {
        try TestServer.serve(handler: { await $0.answer($0.path) }) { server in
            let client = try await server.connect()
            for path in ["/a", "/b", "/c"] {
                client.send(Self.get(path))
                let answer = try await client.response()
                #expect(answer.body == path)
                #expect(answer["connection"] == nil)
                #expect(answer["date"]?.hasSuffix(" GMT") == true)
            }
            #expect(server.server.connectionCount == 1)
            client.close()
        }
    }

    @Test func `pipelined requests are answered in order, however long each takes`() throws {
        try TestServer.serve(
            handler: { exchange in
                let turns = exchange.path == "/0" ? 20 : 0
                for _ in 0..<turns { await exchange.loop.nextTurn() }
                await exchange.answer(exchange.path)
            }
        ) { server in
            let client = try await server.connect()
            client.send((0..<50).map { Self.get("/\($0)") }.joined())
            for number in 0..<50 {
                #expect(try await client.response().body == "/\(number)")
            }
            client.close()
        }
    }

    @Test func `pipelined requests with bodies are told apart at every split`() throws {
        let text =
            "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none"
            + "POST /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "2\r\ntw\r\n1\r\no\r\n0\r\n\r\n" + "\r\n" + Self.get("/3")
        try TestServer.serve(
            handler: { exchange in
                // Not `keepAlive` alone: a body that is not there yet when its answer goes out
                // would cost the connection.
                await exchange.echo()
            }
        ) { server in
            let client = try await server.connect()
            await client.sendByteByByte(text)
            for body in ["one", "two", ""] {
                #expect(try await client.response().body == body)
            }
            client.close()
        }
    }

    @Test func `a flood of pipelined requests is held back, however many are answered`() throws {
        let log = EventLog()
        try TestServer.serve(
            handler: { exchange in
                if exchange.path == "/stop" {
                    log.record("stopped")
                    try? await log.wait(for: "go", on: exchange.loop)
                }
                await exchange.answer("x")
            }
        ) { server in
            let client = try await server.connect()
            let filler = String(repeating: "f", count: 500)
            let many = String(repeating: Self.get("/", "x-filler: \(filler)\r\n"), count: 1_000)
            client.send(many + Self.get("/stop"))
            for _ in 0..<60 { client.send(many) }
            for _ in 0..<1_000 { #expect(try await client.response().body == "x") }
            try await log.wait(for: "stopped", on: server.loop)
            for _ in 0..<200 { await server.loop.nextTurn() }
            // What the server does not take stays with who sent it.
            #expect(client.stream.pendingBytes > 0)
            log.record("go")
            for _ in 0..<1_000 { #expect(try await client.response().body == "x") }
            client.close()
        }
    }

    // MARK: - Kinds of requests

    @Test func `an answer to HEAD is the head of that to GET`() throws {
        try TestServer.serve(handler: { await $0.answer("12345") }) { server in
            let client = try await server.connect()
            client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + Self.get("/"))
            let head = try await client.response(to: .head)
            #expect(head["content-length"] == "5")
            #expect(head.body == "")
            #expect(try await client.response().body == "12345")
            client.close()
        }
    }

    @Test(arguments: ["HTTP/1.1", "HTTP/1.0"])
    func `an answer to HEAD without a body tells no length, which is not that of GET`(
        version: String
    ) throws {
        try TestServer.serve(handler: { await $0.answer("") }) { server in
            let client = try await server.connect()
            client.send("HEAD / \(version)\r\nHost: a\r\nConnection: keep-alive\r\n\r\n")
            #expect(try await client.response(to: .head)["content-length"] == nil)
            client.send(Self.get("/"))
            #expect(try await client.response()["content-length"] == "0")
            client.close()
        }
    }

    struct Ending: CustomTestStringConvertible, Sendable {
        let name: String
        let request: String
        let connection: String?

        var testDescription: String { name }
        var isLast: Bool { connection == "close" }
    }

    @Test(arguments: [
        Ending(name: "HTTP/1.1", request: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", connection: nil),
        Ending(
            name: "HTTP/1.1 that closes",
            request: "GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n",
            connection: "close"),
        Ending(name: "HTTP/1.0", request: "GET / HTTP/1.0\r\n\r\n", connection: "close"),
        Ending(
            name: "HTTP/1.0 that goes on",
            request: "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", connection: "keep-alive"),
    ])
    func `a connection lives on as its client asks`(ending: Ending) throws {
        try TestServer.serve(handler: { await $0.answer("ok") }) { server in
            let client = try await server.connect()
            client.send(ending.request + (ending.isLast ? "" : ending.request))
            for _ in 0..<(ending.isLast ? 1 : 2) {
                let answer = try await client.response()
                #expect(answer.body == "ok")
                #expect(answer["connection"] == ending.connection)
            }
            if ending.isLast { #expect(try await client.readToEnd() == "") }
            client.close()
        }
    }

    @Test func `what follows the last request of a connection is not answered`() throws {
        try TestServer.serve(handler: { await $0.answer($0.path) }) { server in
            let client = try await server.connect()
            client.send(Self.get("/last", "Connection: close\r\n") + Self.get("/never"))
            #expect(try await client.response().body == "/last")
            #expect(try await client.readToEnd() == "")
            client.close()
        }
    }

    @Test func `an exchange knows who asks`() throws {
        try TestServer.serve(
            handler: { exchange in
                let isSame = exchange.peerHost == Array(exchange.peer.host.utf8)
                let isOrdered = exchange.arrival <= EventLoop.now
                await exchange.answer("\(exchange.peer.host) \(isSame) \(isOrdered)")
            }
        ) { server in
            let client = try await server.connect()
            client.send(Self.get("/"))
            #expect(try await client.response().body == "127.0.0.1 true true")
            client.close()
        }
    }

    // MARK: - Faults

    struct Malformed: CustomTestStringConvertible, Sendable {
        let text: String
        let status: Int
        let code: String

        init(_ text: String, _ status: Int, _ code: String) {
            self.text = text
            self.status = status
            self.code = code
        }

        var testDescription: String { code }
    }

    static let malformed: [Malformed] = [
        Malformed("\u{16}\u{03}\u{01}", 400, "invalid_method"),
        Malformed("GET /\r\n\r\n", 400, "malformed_request_line"),
        Malformed("GET / HTTP/1.1\nHost: a\n\n", 400, "bare_line_feed"),
        Malformed("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505, "unsupported_version"),
        Malformed("GET / HTTP/1.1\r\n\r\n", 400, "missing_host"),
        Malformed("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "duplicate_host"),
        Malformed("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400, "space_before_colon"),
        Malformed("GET /#f HTTP/1.1\r\nHost: a\r\n\r\n", 400, "fragment_in_target"),
        Malformed(
            "GET / HTTP/1.1\r\nHost: a\r\nExpect: a miracle\r\n\r\n", 417, "unknown_expectation"),
        Malformed(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1x\r\n\r\n", 400,
            "invalid_content_length"),
        Malformed(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            400, "ambiguous_length"),
        Malformed(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501,
            "unsupported_transfer_encoding"),
        Malformed(
            "GET /\(String(repeating: "a", count: 20_000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414,
            "request_line_too_long"),
        Malformed(
            "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 20_000))\r\n\r\n", 431,
            "field_line_too_long"),
        Malformed(
            "GET / HTTP/1.1\r\nHost: a\r\n"
                + String(repeating: "X: y\r\n", count: 200) + "\r\n", 431, "too_many_fields"),
        Malformed(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nnope\r\n", 400,
            "invalid_chunk_size"),
        Malformed(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc", 400,
            "missing_chunk_end"),
    ]

    @Test(arguments: malformed)
    func `what is not HTTP is answered with a reason and ends the connection`(case: Malformed)
        throws
    {
        try TestServer.serve(handler: { await $0.echo() }) { server in
            let client = try await server.connect()
            client.send(`case`.text)
            let answer = try await client.response()
            #expect(answer.status == `case`.status)
            #expect(answer.body == `case`.code)
            #expect(answer["connection"] == "close")
            #expect(try await client.readToEnd() == "")
            client.close()
        }
    }

    @Test func `a fault after good requests comes after their answers`() throws {
        try TestServer.serve(handler: { await $0.answer($0.path) }) { server in
            let client = try await server.connect()
            client.send(Self.get("/1") + Self.get("/2") + "NONSENSE\r\n\r\n" + Self.get("/3"))
            #expect(try await client.response().body == "/1")
            #expect(try await client.response().body == "/2")
            #expect(try await client.response().body == "malformed_request_line")
            #expect(try await client.readToEnd() == "")
            client.close()
        }
    }

    /// More than the socket's buffers hold, so that some of it is unread when the answer goes out.
    @Test func `an answer to what is refused early is not lost to a reset`() throws {
        try TestServer.serve(handler: { await $0.echo(upTo: 10) }) { server in
            let client = try await server.connect()
            client.send(
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 16000000\r\n\r\n"
                    + String(repeating: "x", count: 16_000_000))
            let answer = try await client.response(to: .post)
            #expect(answer.status == 413)
            #expect(try await client.readToEnd() == "")
            client.close()
        }
    }

    @Test func `a handler that answers nothing is answered for`() throws {
        try TestServer.serve(handler: { _ in }) { server in
            let client = try await server.connect()
            client.send(Self.get("/") + Self.get("/"))
            for _ in 0..<2 {
                let answer = try await client.response()
                #expect(answer.status == 500)
                #expect(answer.body == "unanswered")
            }
            client.close()
        }
    }

    @Test func `only the first answer of an exchange is sent`() throws {
        try TestServer.serve(
            handler: { exchange in
                await exchange.answer("first")
                await exchange.answer("second")
                let stream = await exchange.beginResponse(.ok, fields: HTTPFields())
                await #expect(throws: HTTPServerFault.self) { try await stream.write([1]) }
                try? await stream.finish()
                stream.abort()
            }
        ) { server in
            let client = try await server.connect()
            client.send(Self.get("/") + Self.get("/"))
            #expect(try await client.response().body == "first")
            #expect(try await client.response().body == "first")
            client.close()
        }
    }

    // MARK: - Clients that leave

    @Test func `a handler whose client leaves is cancelled, and its answer goes nowhere`() throws {
        let log = EventLog()
        try TestServer.serve(
            loops: 2,
            handler: { exchange in
                log.record("working")
                do {
                    try await exchange.loop.sleep(for: .seconds(1_000))
                } catch {
                    await exchange.answer("too late")
                    let stream = await exchange.beginResponse(.ok, fields: HTTPFields())
                    try? await stream.write([1])
                    exchange.abort()
                    log.record("cancelled")
                }
            }
        ) { server in
            for round in 1...10 {
                let client = try await server.connect()
                client.send(Self.get("/"))
                try await log.wait(for: "working", times: round, on: server.loop)
                // The connection counts as long as its handler works.
                #expect(server.server.connectionCount == 1)
                if round.isMultiple(of: 2) { client.close() } else { client.stream.abort() }
                try await log.wait(for: "cancelled", times: round, on: server.loop)
                while server.server.connectionCount > 0 { await server.loop.nextTurn() }
            }
        }
    }

    @Test func `a handler that waits for a body whose client leaves is told`() throws {
        let log = EventLog()
        try TestServer.serve(
            handler: { exchange in
                do throws(HTTPServerFault) {
                    log.record("reading")
                    _ = try await exchange.collectBody(upTo: 100)
                } catch {
                    log.record(error.name)
                }
            }
        ) { server in
            let client = try await server.connect()
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")
            try await log.wait(for: "reading", on: server.loop)
            client.close()
            try await log.wait(for: "disconnected", on: server.loop)
        }
    }

    @Test(arguments: [65_535, 65_536, 65_537, 100_000, 131_072, 200_000])
    func `a body that is there before its handler asks ends where it ends`(count: Int) throws {
        try TestServer.serve(
            handler: { exchange in
                // Until all has arrived that may be read ahead.
                for _ in 0..<50 { await exchange.loop.nextTurn() }
                await exchange.echo()
            }
        ) { server in
            let client = try await server.connect()
            defer { client.close() }
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(count)\r\n\r\n")
            client.send([UInt8](repeating: 0x61, count: count))
            #expect(try await client.response(to: .post).bytes.count == count)
        }
    }

    @Test func `a request whose client is gone before its turn is not handled`() throws {
        let log = EventLog()
        try TestServer.serve(
            loops: 2,
            handler: { exchange in
                log.record(exchange.path)
                try? await exchange.loop.sleep(for: .seconds(1_000))
            }
        ) { server in
            let client = try await server.connect()
            client.send(Self.get("/first") + Self.get("/second"))
            try await log.wait(for: "/first", on: server.loop)
            client.close()
            while server.server.connectionCount > 0 { await server.loop.nextTurn() }
            #expect(log.events == ["/first"])
        }
    }

    /// A reset comes together with the bytes before it.
    @Test func `a request that comes in one turn with its client's end is not handled`() throws {
        let log = EventLog()
        try TestServer.serve(
            handler: { exchange in
                log.record(exchange.path)
                await exchange.answer("ok")
            }
        ) { server in
            for _ in 0..<20 {
                let client = try await server.connect()
                client.send(Self.get("/gone"))
                client.stream.abort()
            }
            let client = try await server.connect()
            client.send(Self.get("/here"))
            #expect(try await client.response().body == "ok")
            client.close()
            while server.server.connectionCount > 0 { await server.loop.nextTurn() }
            #expect(log.events == ["/here"])
        }
    }

    @Test func `clients that come and go leave nothing behind`() throws {
        try TestServer.serve(loops: 2, handler: { await $0.answer("ok") }) { server in
            for number in 0..<300 {
                let client = try await server.connect()
                switch number % 4 {
                case 0: break
                case 1: client.send("GET / HT")
                case 2: client.send(Self.get("/"))
                default:
                    client.send(Self.get("/"))
                    _ = try await client.response()
                }
                if number.isMultiple(of: 3) { client.stream.abort() } else { client.close() }
            }
            while server.server.connectionCount > 0 { await server.loop.nextTurn() }
        }
    }
}
