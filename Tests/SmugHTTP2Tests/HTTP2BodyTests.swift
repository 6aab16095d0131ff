import SmugHTTP
import SmugHTTP2
import SmugLoop
import SmugNet
import TestSupport
import Testing

@Suite struct HTTP2BodyTests {
    private static func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    }

    @Test(arguments: [0, 1, 16_384, 65_535, 65_536, 65_537, 1_000_000, 2_000_000])
    func `a body of any size comes whole, and goes back whole`(count: Int) throws {
        try HTTP2TestServer.serve(handler: { await $0.echo() }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let body = Self.bytes(count)
            let response = try await client.response(client.request("POST", body: body))
            #expect(response.body == body)
            #expect(response["content-length"] == "\(count)")
        }
    }

    @Test func `a body that nobody asks for is held back by its window`() throws {
        let asked = Shared(false)
        try HTTP2TestServer.serve(handler: { exchange in
            while !asked.value { await exchange.loop.nextTurn() }
            await exchange.echo()
        }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let body = Self.bytes(300_000)
            let id = client.request("POST", body: body)
            try await client.wait { client.unsent(of: id) <= 300_000 - 65_535 }
            for _ in 0..<20 { await server.loop.nextTurn() }
            #expect(client.unsent(of: id) >= 300_000 - 65_536)
            // Another request is not held back by it.
            asked.change { $0 = true }
            #expect(try await client.response(id).body == body)
        }
    }

    @Test(arguments: [1_000, 65_536, 1_048_576, 1_500_000])
    func `a body comes up to its limit, and is refused from there`(limit: Int) throws {
        try HTTP2TestServer.serve(handler: { exchange in
            let length = (try? await exchange.collectBody(upTo: limit))?.count
            await exchange.answer("\(length ?? -1)", length == nil ? .contentTooLarge : .ok)
        }) { server in
            let client = try await server.connect()
            defer { client.close() }
            for count in [limit, limit + 1] {
                for fields in [[], [("content-length", "\(count)")]] {
                    let id = client.request("POST", "/", fields, body: Self.bytes(count))
                    let response = try await client.response(id)
                    #expect(response.status == (count > limit ? 413 : 200))
                    #expect(response.text == (count > limit ? "-1" : "\(count)"))
                }
            }
        }
    }

    @Test func `bodies come at the same time, however much they are together`() throws {
        try HTTP2TestServer.serve(handler: { await $0.echo(upTo: 200_000) }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let body = Self.bytes(200_000)
            let ids = (0..<30).map { _ in client.request("POST", body: body) }
            for id in ids { #expect(try await client.response(id).body == body) }
        }
    }

    @Test func `bodies that nobody asks for, or are held for long, hold up no other`() throws {
        let isOver = Shared(false)
        try HTTP2TestServer.serve(handler: { exchange in
            if exchange.path == "/read" { _ = try? await exchange.collectBody(upTo: 100_000) }
            if exchange.path != "/" {
                while !isOver.value { await exchange.loop.nextTurn() }
            }
            await exchange.echo()
        }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let held = (0..<20).map { _ in
                client.request("POST", "/unread", body: Self.bytes(65_536))
            }
            let read = (0..<20).map { _ in
                client.request("POST", "/read", body: Self.bytes(100_000))
            }
            let other = try await client.response(client.request("POST", body: Self.bytes(900_000)))
            #expect(other.body.count == 900_000)
            isOver.change { $0 = true }
            for id in held { #expect(try await client.response(id).body.count == 65_536) }
            for id in read { #expect(try await client.response(id).status == 200) }
        }
    }

    @Test func `a request that is taken back with its body costs no other its window`() throws {
        try HTTP2TestServer.serve(handler: { await $0.echo() }) { server in
            let client = try await server.connectRaw()
            defer { client.close() }
            let part = Self.bytes(16_384)
            // More than a connection may have on its way.
            for id in stride(from: UInt32(1), to: 161, by: 2) {
                client.send(
                    Frame.head(id, method: "POST", isLast: false) + Frame.data(id, part)
                        + Frame.reset(id))
                await server.loop.nextTurn()
            }
            client.send(
                Frame.head(161, method: "POST", isLast: false)
                    + Frame.data(161, part, isLast: true))
            #expect(try await client.readFrame(ofType: 0).payload == part)
        }
    }

    @Test func `a body over its limit is refused, and the client is told to stop`() throws {
        try HTTP2TestServer.serve(handler: { await $0.echo(upTo: 1_000) }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let known = client.request(
                "POST", "/", [("content-length", "1001")], body: Self.bytes(10), isLast: false)
            let response = try await client.response(known)
            #expect(response.status == 413)
            #expect(response.text == "over 1000 bytes")
            #expect(response.closed == 0)
            let unknown = client.request("POST", body: Self.bytes(1_001), isLast: false)
            #expect(try await client.response(unknown).status == 413)
            let fits = client.request("POST", body: Self.bytes(1_000))
            #expect(try await client.response(fits).status == 200)
        }
    }

    @Test func `parts of a body come as they are sent`() throws {
        try HTTP2TestServer.serve(handler: { exchange in
            let reply = await exchange.beginResponse(.ok, fields: HTTPFields())
            while let part = try? await exchange.nextBodyPart() { try? await reply.write(part) }
            try? await reply.finish()
        }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let id = client.request("POST", body: [1], isLast: false)
            try await client.wait { client.responses[id]?.body == [1] }
            client.send([2, 3], on: id)
            try await client.wait { client.responses[id]?.body == [1, 2, 3] }
            client.send(Self.bytes(500_000), on: id, isLast: true)
            #expect(try await client.response(id).body.count == 500_003)
        }
    }

    @Test func `a client that waits for it is told to go on`() throws {
        try HTTP2TestServer.serve(handler: { await $0.echo() }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let id = client.request(
                "POST", "/", [("expect", "100-continue")], body: [], isLast: false)
            try await client.wait { client.responses[id]?.interim == ["100"] }
            client.send([7], on: id, isLast: true)
            let response = try await client.response(id)
            #expect(response.status == 200)
            #expect(response.body == [7])
        }
    }

    @Test func `trailers end a body and are nobody's`() throws {
        try HTTP2TestServer.serve(handler: { exchange in
            let body = (try? await exchange.collectBody(upTo: 100)) ?? []
            await exchange.respond(
                HTTPResponse(.ok, body: body + [UInt8(exchange.request.fields.count)]))
        }) { server in
            let client = try await server.connectRaw()
            defer { client.close() }
            client.send(
                Frame.head(1, method: "POST", isLast: false) + Frame.data(1, [65])
                    + Frame.headers(1, [("x-sum", "1")]))
            #expect(try await client.readFrame(ofType: 0).payload == [65, 1])
        }
    }

    @Test func `a body that does not come is too late`() throws {
        var settings = HTTPServerSettings()
        settings.bodyTimeout = .milliseconds(20)
        try HTTP2TestServer.serve(settings: settings, handler: { await $0.echo() }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let response = try await client.response(
                client.request("POST", body: [1], isLast: false))
            #expect(response.status == 408)
            #expect(response.text == "body timeout")
            #expect(try await client.response(client.request("POST", body: [1])).body == [1])
        }
    }

    @Test func `a length that the body does not have is reset`() throws {
        try HTTP2TestServer.serve(handler: { await $0.echo() }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let id = client.request("POST", "/", [("content-length", "3")], body: [1, 2])
            #expect(try await client.response(id).closed == 1)
        }
    }

    // MARK: - Answers in parts

    @Test func `an answer in parts comes as it is written, and ends`() throws {
        let gate = Shared(0)
        try HTTP2TestServer.serve(handler: { exchange in
            let reply = await exchange.beginResponse(.ok, fields: HTTPFields([("x", "y")]))
            for number in 1...3 {
                while gate.value < number { await exchange.loop.nextTurn() }
                try? await reply.write([UInt8(number)])
            }
            try? await reply.finish()
        }) { server in
            let client = try await server.connect()
            defer { client.close() }
            let id = client.request()
            try await client.wait { client.responses[id]?["x"] == "y" }
            for number in 1...3 {
                gate.change { $0 = number }
                try await client.wait { client.responses[id]?.body.count == number }
            }
            let response = try await client.response(id)
            #expect(response.isEnded)
            #expect(response.body == [1, 2, 3])
            #expect(response["content-length"] == nil)
        }
    }

    @Test func `an answer that breaks is reset, so that no part passes for the whole`() throws {
        try HTTP2TestServer.serve(handler: { exchange in
            let reply = await exchange.beginResponse(.ok, fields: HTTPFields())
            try? await reply.write([1])
            for _ in 0..<3 { await exchange.loop.nextTurn() }
            if exchange.path == "/abort" { reply.abort() }
        }) { server in
            let client = try await server.connect()
            defer { client.close() }
            for path in ["/abort", "/return"] {
                let response = try await client.response(client.request("GET", path))
                #expect(response.closed == 2)
                #expect(!response.isEnded)
                #expect(response.body == [1])
            }
        }
    }

    @Test func `who writes faster than the client reads is held back`() throws {
        let written = Shared(0)
        try HTTP2TestServer.serve(handler: { exchange in
            let reply = await exchange.beginResponse(.ok, fields: HTTPFields())
            for _ in 0..<20 {
                guard (try? await reply.write(Self.bytes(16_384))) != nil else { return }
                written.change { $0 += 16_384 }
            }
            try? await reply.finish()
        }) { server in
            let client = try await server.connect()
            defer { client.close() }
            client.opensWindow = false
            let id = client.request()
            try await client.wait { client.responses[id]?.body.count == 65_535 }
            for _ in 0..<20 { await server.loop.nextTurn() }
            #expect(written.value < 5 * 16_384)
            // Another stream shares the connection's window, which is used up: a head passes.
            #expect(try await client.response(client.request("HEAD")).isEnded)
            client.openWindow(1_000_000, of: id)
            #expect(try await client.response(id).body.count == 20 * 16_384)
        }
    }

    @Test func `an answer that is not taken is reset after its time, and others live on`() throws {
        var settings = HTTPServerSettings()
        settings.writeTimeout = .milliseconds(20)
        let ends = Shared<[Bool]>([])
        try HTTP2TestServer.serve(
            settings: settings,
            handler: { exchange in
                guard exchange.path == "/large" else { return await exchange.answer("ok") }
                await exchange.respond(HTTPResponse(.ok, body: Self.bytes(100_000)))
                ends.change { $0.append(true) }
            }
        ) { server in
            let client = try await server.connect(window: 1_000)
            defer { client.close() }
            client.opensWindow = false
            #expect(try await client.response(client.request("GET", "/large")).closed == 8)
            #expect(try await client.response(client.request()).text == "ok")
            while ends.value.isEmpty { await server.loop.nextTurn() }
            #expect(server.counters.count(of: .stalledStream) > 0)
        }
    }

    @Test func `a handler whose client leaves in the middle of an answer is told`() throws {
        let faults = Shared<[String]>([])
        try HTTP2TestServer.serve(handler: { exchange in
            let reply = await exchange.beginResponse(.ok, fields: HTTPFields())
            do throws(HTTPServerFault) {
                while true { try await reply.write(Self.bytes(10_000)) }
            } catch {
                faults.change { $0.append(error.name) }
            }
        }) { server in
            let client = try await server.connect()
            defer { client.close() }
            client.opensWindow = false
            let id = client.request()
            try await client.wait { client.responses[id]?.body.count == 65_535 }
            client.reset(id)
            while faults.value.isEmpty { await server.loop.nextTurn() }
            #expect(faults.value == ["disconnected"])
        }
    }
}
