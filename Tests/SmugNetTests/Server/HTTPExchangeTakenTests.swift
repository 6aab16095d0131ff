import SmugHTTP
import SmugLoop
import SmugNet
import TestSupport
import Testing

/// Exchanges that a handler takes without a task.
@Suite struct HTTPExchangeTakenTests {
    private static let get = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let post = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n"

    private static func response(_ text: String) -> HTTPResponse {
        HTTPResponse(.ok, body: Array(text.utf8))
    }

    @Test func `requests in one piece are answered in order, however many they are`() throws {
        let count = 2_000
        let number = Shared(0)
        try TestServer.serve(
            take: { exchange in
                number.change { $0 += 1 }
                exchange.finish(Self.response("\(number.value)"))
                return true
            }, handler: { await $0.answer("by a task") }
        ) { server in
            let client = try await server.connect()
            client.send(String(repeating: Self.get, count: count))
            for index in 1...count {
                #expect(try await client.response().body == "\(index)")
            }
            client.close()
        }
    }

    @Test func `an answer may come later, and the next request after it`() throws {
        try TestServer.serve(
            take: { exchange in
                exchange.loop.execute { exchange.finish(Self.response(exchange.path)) }
                return true
            }, handler: { await $0.answer("by a task") }
        ) { server in
            let client = try await server.connect()
            client.send(String(repeating: Self.get, count: 3))
            for _ in 0..<3 { #expect(try await client.response().body == "/x") }
            client.send(Self.get)
            #expect(try await client.response().body == "/x")
            client.close()
        }
    }

    struct Whole: CustomTestStringConvertible, Sendable {
        let name: String
        let pieces: [String]
        let isOffered: Bool
        var testDescription: String { name }
    }

    @Test(arguments: [
        Whole(name: "without a body", pieces: [get], isOffered: true),
        Whole(name: "a body with its head", pieces: [post + "body"], isOffered: true),
        Whole(
            name: "a head in two pieces", pieces: ["GET /x HT", "TP/1.1\r\nHost: a\r\n\r\n"],
            isOffered: true),
        Whole(name: "a body after its head", pieces: [post, "body"], isOffered: false),
        Whole(name: "a body in two pieces", pieces: [post + "bo", "dy"], isOffered: false),
    ])
    func `what is offered is whole, and everything else has a task`(sample: Whole) throws {
        let taken = Shared(0)
        let hasBegun = Shared(false)
        try TestServer.serve(
            take: { exchange in
                taken.change { $0 += 1 }
                let body = (try? exchange.completeBody(upTo: 4)) ?? []
                exchange.finish(HTTPResponse(.ok, body: body))
                return true
            },
            handler: { exchange in
                hasBegun.change { $0 = true }
                await exchange.echo(upTo: 4)
            }
        ) { server in
            let client = try await server.connect()
            for piece in sample.pieces {
                client.send(piece)
                await server.loop.turns(5)
                while !sample.isOffered, !hasBegun.value { await server.loop.nextTurn() }
            }
            let body = try await client.response(to: .post).body
            #expect(body == (sample.pieces[0].hasPrefix("POST") ? "body" : ""))
            #expect(taken.value == (sample.isOffered ? 1 : 0))
            client.close()
        }
    }

    @Test func `what a handler does not take goes to a task`() throws {
        try TestServer.serve(
            take: { _ in false }, handler: { await $0.answer("by a task") }
        ) { server in
            let client = try await server.connect()
            client.send(Self.get)
            #expect(try await client.response().body == "by a task")
            client.close()
        }
    }

    @Test func `a handler is told once when the client leaves, and its late answer goes nowhere`()
        throws
    {
        let taken = Shared(false)
        let abandoned = Shared(0)
        let done = Shared(0)
        try TestServer.serve(
            take: { exchange in
                taken.change { $0 = true }
                exchange.whenAbandoned {
                    abandoned.change { $0 += 1 }
                    exchange.finish(Self.response("late")) { done.change { $0 += 1 } }
                }
                return true
            }, handler: { await $0.answer("by a task") }
        ) { server in
            let client = try await server.connect()
            client.send(Self.get)
            while !taken.value { await server.loop.nextTurn() }
            client.close()
            while server.server.connectionCount > 0 { await server.loop.nextTurn() }
        }
        #expect(abandoned.value == 1)
        #expect(done.value == 1)
    }

    @Test func `a connection counts as open until the handler has ended its exchange`() throws {
        let held = Shared<HTTPExchange?>(nil)
        try TestServer.serve(
            take: { exchange in
                held.change { $0 = exchange }
                return true
            }, handler: { await $0.answer("by a task") }
        ) { server in
            let client = try await server.connect()
            client.send(Self.get)
            while held.value == nil { await server.loop.nextTurn() }
            client.close()
            for _ in 0..<20 { await server.loop.nextTurn() }
            #expect(server.server.connectionCount == 1)
            held.value?.finish(Self.response("late"))
            held.change { $0 = nil }
            while server.server.connectionCount > 0 { await server.loop.nextTurn() }
        }
    }

    @Test func `an answer that the client does not read is done when it has`() throws {
        let isDone = Shared(false)
        let size = 20_000_000
        try TestServer.serve(
            take: { exchange in
                let body = [UInt8](repeating: 0x61, count: size)
                exchange.finish(HTTPResponse(.ok, body: body)) { isDone.change { $0 = true } }
                return true
            }, handler: { await $0.answer("by a task") }
        ) { server in
            let client = try await server.connect(isReading: false)
            client.send(Self.get)
            while server.server.connectionCount == 0 { await server.loop.nextTurn() }
            for _ in 0..<20 { await server.loop.nextTurn() }
            #expect(!isDone.value)
            client.stream.startReading()
            #expect(try await client.response().bytes.count == size)
            while !isDone.value { await server.loop.nextTurn() }
            client.send(Self.get)
            #expect(try await client.response().status == 200)
            client.close()
        }
    }

    @Test func `an answer in parts has a task, which the client's end cancels`() throws {
        let wasCancelled = Shared(false)
        try TestServer.serve(
            take: { exchange in
                exchange.finish(with: {
                    let stream = await exchange.beginResponse(.ok, fields: HTTPFields())
                    try? await stream.write(Array("part".utf8))
                    guard exchange.path == "/x" else {
                        try? await stream.finish()
                        return
                    }
                    try? await exchange.loop.sleep(for: .seconds(60))
                    wasCancelled.change { $0 = Task.isCancelled }
                })
                return true
            }, handler: { await $0.answer("by a task") }
        ) { server in
            let client = try await server.connect()
            client.send("GET /whole HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.response().body == "part")
            client.send(Self.get)
            try await client.waitForBytes(1)
            client.close()
            while server.server.connectionCount > 0 { await server.loop.nextTurn() }
        }
        #expect(wasCancelled.value)
    }

    @Test func `a drain waits for what was taken`() throws {
        let held = Shared<HTTPExchange?>(nil)
        try TestLoop.run(loops: 1) { group in
            let loop = group.loops[0]
            let client = try await TestServer.serve(
                on: group,
                take: { exchange in
                    held.change { $0 = exchange }
                    return true
                }, handler: { await $0.answer("by a task") }
            ) { server in
                let client = try await server.connect()
                client.send(Self.get)
                while held.value == nil { await server.loop.nextTurn() }
                _ = loop.schedule(at: EventLoop.now.advanced(by: .milliseconds(20))) {
                    held.value?.finish(Self.response("drained"))
                    held.change { $0 = nil }
                }
                return client
            }
            let answer = try await client.response()
            #expect(answer.body == "drained")
            #expect(answer["connection"] == "close")
            client.close()
        }
    }
}
