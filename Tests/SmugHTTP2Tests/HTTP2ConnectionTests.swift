import SmugHTTP
import SmugHTTP2
import SmugLoop
import SmugNet
import TestSupport
import Testing

@Suite struct HTTP2ConnectionTests {
    @Test func `a request is answered, with its own path, host and body`() throws {
        try HTTP2TestServer.serve(handler: { exchange in
            let host = exchange.request.fields["host"] ?? "-"
            await exchange.answer("\(exchange.path) of \(host)")
        }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let response = try await client.response(client.request("GET", "/hello?x=1"))
            #expect(response.status == 200)
            #expect(response.text == "/hello of a")
            #expect(response["content-length"] == "11")
            #expect(response["date"]?.hasSuffix("GMT") == true)
            #expect(response.closed == 0)
            #expect(server.counters.connections == 1)
        }
    }

    @Test func `HTTP/1.1 is spoken on the same address`() throws {
        try HTTP2TestServer.serve(handler: { await $0.answer("\($0.request.version)") }) { server in
            let client = try await RawConnection.open(to: server.address, on: server.loop)
            defer { client.close() }
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.response().body == "http11")
            client.close()
            let other = try await server.connect()
            defer { other.close() }
            #expect(try await other.response(other.request()).text == "http2")
        }
    }

    @Test func `a whole request is offered to be taken, without a task`() throws {
        let begun = Shared(false)
        try HTTP2TestServer.serve(
            take: { exchange in
                let loop = exchange.loop
                loop.execute { exchange.finish(HTTPResponse(.ok, body: [1, 2, 3])) }
                return true
            },
            handler: { exchange in
                begun.change { $0 = true }
                _ = try? await exchange.collectBody(upTo: 10)
                await exchange.answer("not taken")
            }
        ) { server in
            let client = try await server.connect()
            defer { client.close() }
            let ids = (0..<100).map { _ in client.request() }
            for id in ids { #expect(try await client.response(id).body == [1, 2, 3]) }
            // Its body is not there with its head.
            let late = client.request("POST", body: [], isLast: false)
            while !begun.value { await server.loop.nextTurn() }
            client.send([], on: late, isLast: true)
            #expect(try await client.response(late).text == "not taken")
        }
    }

    @Test func `many requests at once get their own answers, in whatever order they come`() throws {
        try HTTP2TestServer.serve(handler: { exchange in
            for _ in 0..<(exchange.path.utf8.count % 5) { await exchange.loop.nextTurn() }
            await exchange.answer(exchange.path)
        }) { server in
            let client = try await server.connect()
            defer { client.close() }
            for round in 0..<5 {
                let ids = (0..<100).map { client.request("GET", "/\(round)/\($0)") }
                for (index, id) in ids.enumerated() {
                    #expect(try await client.response(id).text == "/\(round)/\(index)")
                }
            }
        }
    }

    @Test func `HEAD has the length of what GET would have, and no body`() throws {
        try HTTP2TestServer.serve(handler: { await $0.answer("four") }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let response = try await client.response(client.request("HEAD"))
            #expect(response["content-length"] == "4")
            #expect(response.body.isEmpty)
            #expect(response.isEnded)
        }
    }

    @Test func `HEAD without a body at hand tells no length`() throws {
        try HTTP2TestServer.serve(handler: { await $0.answer("") }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let response = try await client.response(client.request("HEAD"))
            #expect(response["content-length"] == nil)
            #expect(response.isEnded)
        }
    }

    @Test func `HEAD that is refused has no body either`() throws {
        try HTTP2TestServer.serve(handler: { await $0.answer("") }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let fields = [("x-a", String(repeating: "a", count: 16_384))]
            let response = try await client.response(client.request("HEAD", "/", fields))
            #expect(response.status == 431)
            #expect(response.body.isEmpty)
            #expect(response.isEnded)
        }
    }

    @Test(arguments: [(204, nil), (205, "0"), (304, nil)] as [(Int, String?)])
    func `a status that has no content gets none`(code: Int, length: String?) throws {
        let status = try #require(HTTPStatus(code: code))
        let body = Array("nobody".utf8)
        try HTTP2TestServer.serve(handler: { exchange in
            if exchange.request.method == .get {
                return await exchange.respond(HTTPResponse(status, body: body))
            }
            let stream = await exchange.beginResponse(status, fields: HTTPFields())
            try? await stream.write(body)
            try? await stream.finish()
        }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let whole = try await client.response(client.request())
            #expect(whole.status == code)
            #expect(whole.body.isEmpty)
            #expect(whole["content-length"] == length)
            let inParts = try await client.response(client.request("DELETE"))
            #expect(inParts.status == code)
            #expect(inParts.body.isEmpty)
            #expect(inParts.isEnded)
        }
    }

    @Test func `fields about the connection stay at home`() throws {
        let fields = HTTPFields([
            ("connection", "close"), ("transfer-encoding", "chunked"), ("x-a", "b"),
            ("x-request-id", "r-1"),
        ])
        try HTTP2TestServer.serve(handler: { await $0.respond(HTTPResponse(.ok, fields: fields)) })
        { server in
            let client = try await server.connect()
            defer { client.close() }
            let response = try await client.response(client.request())
            #expect(
                response.fields.map(\.name) == [
                    ":status", "date", "content-length", "x-a", "x-request-id",
                ])
        }
    }

    @Test func `a handler without an answer is answered for`() throws {
        try HTTP2TestServer.serve(handler: { _ in }) { server in
            let client = try await server.connect()
            defer { client.close() }
            #expect(try await client.response(client.request()).text == "unanswered")
        }
    }

    @Test(
        arguments: [
            ("/a#b", [], 400, "fragment_in_target"),
            ("/" + String(repeating: "a", count: 16_384), [], 414, "request_line_too_long"),
            ("/", [("host", "b")], 400, "duplicate_host"),
            ("/", [("expect", "more")], 417, "unknown_expectation"),
            ("/", [("x", "a\u{1}")], 400, "invalid_field_value"),
            ("/", (0..<128).map { ("x-\($0)", "") }, 431, "too_many_fields"),
            (
                "/", (0..<6).map { ("x-\($0)", String(repeating: "a", count: 16_000)) }, 431,
                "head_too_large"
            ),
        ] as [(String, [(String, String)], Int, String)])
    func `what HTTP/1.1 refuses is refused with the same words, and costs no other request`(
        path: String, fields: [(String, String)], status: Int, name: String
    ) throws {
        try HTTP2TestServer.serve(handler: { await $0.answer("ok") }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let response = try await client.response(client.request("GET", path, fields))
            #expect(response.status == status)
            #expect(response.text == name)
            #expect(try await client.response(client.request()).text == "ok")
        }
    }

    @Test(arguments: [
        ("an upper-case name", [(":method", "GET"), ("X", "a")]),
        ("a field about the connection", [("connection", "close")]),
        ("a transfer coding", [("transfer-encoding", "chunked")]),
        ("te with more than trailers", [("te", "gzip")]),
        ("a pseudo-header field that is not known", [(":x", "a")]),
        ("a pseudo-header field after others", [("a", "b"), (":path", "/b")]),
    ])
    func `a message that breaks HTTP/2's own rules is reset`(
        name: String, fields: [(String, String)]
    ) throws {
        try HTTP2TestServer.serve(handler: { await $0.answer("ok") }) { server in
            let client = try await server.connectRaw()
            defer { client.close() }
            client.send(Frame.head(1, fields))
            let reset = try await client.readFrame(ofType: 3)
            #expect(reset.id == 1)
            #expect(reset.code == 1)
            #expect(server.counters.count(of: .malformedRequest) == 1)
            client.send(Frame.head(3))
            #expect(try await client.readFrame(ofType: 0).payload == Array("ok".utf8))
        }
    }

    @Test(arguments: [
        Frame.head(3, [("connection", "close")]),
        Frame.head(3, method: "POST", isLast: false) + Frame.headers(3, [(":x", "a")]),
        Frame.head(3, [("content-length", "5")]),
    ])
    func `a message that breaks the rules ends no other that is under way`(frames: [UInt8]) throws {
        var settings = HTTPServerSettings()
        settings.headTimeout = .milliseconds(20)
        try HTTP2TestServer.serve(
            settings: settings,
            handler: { exchange in
                // Longer than a head may take.
                try? await exchange.loop.sleep(
                    until: EventLoop.now.advanced(by: .milliseconds(60)))
                await exchange.answer("ok")
            }
        ) { server in
            let client = try await server.connectRaw()
            defer { client.close() }
            client.send(Frame.head(1) + frames)
            #expect(try await client.readFrame(ofType: 3).id == 3)
            #expect(try await client.readFrame(ofType: 0).payload == Array("ok".utf8))
        }
    }

    @Test(arguments: [(250, 248, nil), (1, 65_400, nil), (1, 300_000, 2)])
    func `a large head is sent, and the client of one that is too large does not wait`(
        count: Int, size: Int, code: UInt32?
    ) throws {
        let value = String(repeating: "a", count: size)
        let fields = HTTPFields((0..<count).map { ("x-\($0)", value) })
        try HTTP2TestServer.serve(handler: { exchange in
            await exchange.respond(HTTPResponse(.ok, fields: fields, body: [65]))
        }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let response = try await client.response(client.request())
            #expect(response.fields.filter { $0.value == value }.count == (code == nil ? count : 0))
            #expect(response.closed == code ?? 0)
        }
    }

    @Test func `frames that break the protocol end the connection with a word`() throws {
        try HTTP2TestServer.serve(handler: { await $0.answer("ok") }) { server in
            for frame in [Frame.data(1), Frame.head(2), Frame.frame(4, [1])] {
                let client = try await server.connectRaw()
                defer { client.close() }
                client.send(frame)
                let goaway = try await client.readFrame(ofType: 7)
                #expect(goaway.code != 0)
                try await client.waitForEnd()
            }
            #expect(server.counters.count(of: .protocolError) == 3)
        }
    }

    @Test func `a request in any pieces is one request`() throws {
        try HTTP2TestServer.serve(handler: { await $0.echo() }) { server in
            let client = try await RawConnection.open(to: server.address, on: server.loop)
            defer { client.close() }
            let bytes =
                HTTPPreface.bytes + Frame.settings()
                + Frame.head(1, method: "POST", isLast: false) + Frame.data(1, [65, 66])
                + Frame.data(1, [67], isLast: true)
            for byte in bytes {
                client.send([byte])
                await server.loop.nextTurn()
            }
            #expect(try await client.readFrame(ofType: 0).payload == [65, 66, 67])
        }
    }

    @Test func `a client that resets its request is gone for its handler`() throws {
        let (reached, left) = (Shared<[String]>([]), Shared<[String]>([]))
        try HTTP2TestServer.serve(
            take: { exchange in
                reached.change { $0.append(exchange.path) }
                guard exchange.path == "/taken" else { return false }
                exchange.whenAbandoned {
                    left.change { $0.append("taken") }
                    exchange.finish(HTTPResponse(.ok)) { left.change { $0.append("finished") } }
                }
                return true
            },
            handler: { exchange in
                try? await exchange.loop.sleep(until: .distantFuture)
                left.change { $0.append("handled") }
                await exchange.answer("late")
            }
        ) { server in
            let client = try await server.connect()
            defer { client.close() }
            for path in ["/taken", "/handled"] {
                let id = client.request("GET", path)
                // One that is taken back in the read that it came in reaches no handler.
                while reached.value.last != path { await server.loop.nextTurn() }
                client.reset(id)
                #expect(try await client.response(id).closed == 8)
            }
            while left.value.count < 3 { await server.loop.nextTurn() }
            #expect(Set(left.value) == ["taken", "finished", "handled"])
        }
    }

    @Test func `a client that leaves is gone for all of its handlers`() throws {
        let (begun, left) = (Shared(0), Shared(0))
        try HTTP2TestServer.serve(handler: { exchange in
            begun.change { $0 += 1 }
            try? await exchange.loop.sleep(until: .distantFuture)
            left.change { $0 += 1 }
        }) { server in
            let client = try await server.connect()
            defer { client.close() }
            for _ in 0..<10 { client.request() }
            while begun.value < 10 { await server.loop.nextTurn() }
            client.close()
            while server.server.connectionCount > 0 { await server.loop.nextTurn() }
            #expect(left.value == 10)
        }
    }
}
