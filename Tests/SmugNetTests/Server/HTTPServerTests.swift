import SmugHTTP
import SmugLoop
import SmugNet
import TestSupport
import Testing

@Suite struct HTTPServerTests {
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func `connections are spread evenly over the loops`() throws {
        try TestServer.serve(loops: 2, handler: { await $0.answer("\($0.loop.isCurrent)") }) {
            server in
            let perLoop = Shared<[Int]>([0, 0])
            var clients: [RawConnection] = []
            for _ in 0..<64 {
                let client = try await server.connect()
                client.send(Self.request)
                #expect(try await client.response().body == "true")
                clients.append(client)
            }
            for (index, loop) in server.group.loops.enumerated() {
                let open = await loop.perform { loop.openHandles }
                perLoop.change { $0[index] = open }
            }
            // The first loop has the listener and the clients' own ends too.
            #expect(perLoop.value == [64 + 32 + 1, 32])
            #expect(server.server.connectionCount == 64)
            for client in clients { client.close() }
        }
    }

    @Test func `the place of a connection that left is taken by the next`() throws {
        let log = EventLog()
        try TestServer.serve(
            loops: 2,
            handler: { exchange in
                log.record(exchange.loop === EventLoop.current ? "here" : "elsewhere")
                await exchange.answer("ok")
            }
        ) { server in
            for _ in 0..<20 {
                let client = try await server.connect()
                client.send(Self.request)
                _ = try await client.response()
                client.close()
                while server.server.connectionCount > 0 { await server.loop.nextTurn() }
            }
            #expect(log.events == Array(repeating: "here", count: 20))
        }
    }

    @Test func `two hundred connections at once each get their own answers`() throws {
        try TestServer.serve(
            loops: 2,
            handler: { exchange in
                for _ in 0..<3 { await exchange.loop.nextTurn() }
                await exchange.echo()
            }
        ) { server in
            let answered = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for number in 0..<200 {
                    tasks.addTask {
                        let client = try await server.connect()
                        defer { client.close() }
                        var answered = 0
                        for round in 0..<5 {
                            let body = "\(number) \(round)"
                            client.send(
                                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)"
                                    + "\r\n\r\n\(body)")
                            if try await client.response(to: .post).body == body { answered += 1 }
                        }
                        return answered
                    }
                }
                return try await tasks.reduce(0, +)
            }
            #expect(answered == 1_000)
        }
    }

    @Test func `a connection over the limit is closed at once, until one leaves`() throws {
        var settings = HTTPServerSettings()
        settings.maxConnections = 2
        settings.headTimeout = .seconds(1_000)
        try TestServer.serve(settings: settings, handler: { await $0.answer("ok") }) { server in
            let first = try await server.connect()
            let second = try await server.connect()
            for client in [first, second] {
                client.send(Self.request)
                #expect(try await client.response().status == 200)
            }
            let third = try await server.connect()
            try await third.waitForEnd()
            #expect(third.received.isEmpty)
            third.close()
            first.close()
            while server.server.connectionCount > 1 { await server.loop.nextTurn() }
            let fourth = try await server.connect()
            fourth.send(Self.request)
            #expect(try await fourth.response().status == 200)
            fourth.close()
            second.close()
        }
    }

    @Test func `an address that is taken is an error before anything is served`() throws {
        try TestServer.serve(handler: { await $0.answer("ok") }) { server in
            let error = await #expect(throws: LoopError.self) {
                try await HTTPServer.serve(
                    server.address, on: server.group, handler: NeverAsked()
                ) { _, _ in Issue.record("it serves") }
            }
            #expect(error?.code == .addressInUse)
        }
    }

    @Test func `what the body throws comes out after the drain`() throws {
        struct Failure: Error, Equatable {}
        try TestLoop.run(loops: 2) { group in
            let client = Shared<RawConnection?>(nil)
            await #expect(throws: Failure()) {
                try await TestServer.serve(on: group, handler: { await $0.answer("ok") }) {
                    server in
                    let open = try await server.connect()
                    open.send(Self.request)
                    _ = try await open.response()
                    client.change { $0 = open }
                    throw Failure()
                }
            }
            try await client.value?.waitForEnd()
            client.value?.close()
        }
    }

    // MARK: - Drain

    @Test func `a drain ends idle connections and takes no more`() throws {
        try TestLoop.run(loops: 2) { group in
            let (fresh, used, address) = try await TestServer.serve(
                at: .anyPortOfItsOwn, on: group, handler: { await $0.answer("ok") }
            ) { server in
                let fresh = try await server.connect()
                let used = try await server.connect()
                used.send(Self.request)
                let answer = try await used.response()
                #expect(answer["connection"] == nil)
                while server.server.connectionCount < 2 { await server.loop.nextTurn() }
                return (fresh, used, server.address)
            }
            #expect(try await fresh.readToEnd() == "")
            #expect(try await used.readToEnd() == "")
            await #expect(throws: LoopError.self) {
                try await RawConnection.open(to: address, on: group.loops[0])
            }
            fresh.close()
            used.close()
        }
    }

    @Test func `a drain lets a request be answered, and says that it was the last`() throws {
        let log = EventLog()
        try TestLoop.run(loops: 2) { group in
            let reading = try await TestServer.serve(
                on: group,
                handler: { exchange in
                    log.record("working")
                    try? await log.wait(for: "draining", on: exchange.loop)
                    await exchange.answer("done")
                    log.record("answered")
                }
            ) { server in
                let client = try await server.connect()
                client.send(Self.request)
                try await log.wait(for: "working", on: server.loop)
                // The drain begins when this returns: the handler hears of it after that.
                server.loop.execute { server.loop.execute { log.record("draining") } }
                return client.readLast()
            }
            #expect(log.events.last == "answered")
            let answer = try await reading.value
            #expect(answer.body == "done")
            #expect(answer["connection"] == "close")
        }
    }

    @Test func `a drain answers a request whose head had begun to arrive`() throws {
        try TestLoop.run(loops: 1) { group in
            let loop = group.loops[0]
            let reading = try await TestServer.serve(
                on: group, handler: { await $0.answer("ok") }
            ) { server in
                let client = try await server.connect()
                client.send(Self.request)
                _ = try await client.response()
                client.send("GET /half HTTP/1.1\r\nHo")
                for _ in 0..<5 { await server.loop.nextTurn() }
                loop.execute { loop.execute { loop.execute { client.send("st: a\r\n\r\n") } } }
                return client.readLast()
            }
            let answer = try await reading.value
            #expect(answer.status == 200)
            #expect(answer["connection"] == "close")
        }
    }

    @Test func `an answer that a drain overtakes is whole, and its connection ends`() throws {
        let log = EventLog()
        try TestLoop.run(loops: 2) { group in
            let reading = try await TestServer.serve(
                on: group,
                handler: { exchange in
                    let stream = await exchange.beginResponse(.ok, fields: HTTPFields())
                    log.record("begun")
                    try? await log.wait(for: "draining", on: exchange.loop)
                    try? await stream.write(Array("late".utf8))
                    try? await stream.finish()
                }
            ) { server in
                let client = try await server.connect()
                // Far more than is read ahead: a close with bytes unread would be a reset.
                client.send(String(repeating: Self.request, count: 100_000))
                try await log.wait(for: "begun", on: server.loop)
                server.loop.execute { server.loop.execute { log.record("draining") } }
                return client.readLast()
            }
            #expect(try await reading.value.body == "late")
        }
    }

    @Test func `a drain that takes too long cancels the handlers and answers for them`()
        throws
    {
        let log = EventLog()
        try TestLoop.run(loops: 2) { group in
            let client = try await TestServer.serve(
                on: group, drainTimeout: .milliseconds(50),
                handler: { exchange in
                    log.record("working")
                    do {
                        try await exchange.loop.sleep(for: .seconds(1_000))
                    } catch {
                        for _ in 0..<5 { await exchange.loop.nextTurn() }
                        log.record("cancelled")
                    }
                }
            ) { server in
                let client = try await server.connect()
                client.send(Self.request)
                try await log.wait(for: "working", on: server.loop)
                return client
            }
            // The server has waited for the handler too, not only for its connection.
            #expect(log.events == ["working", "cancelled"])
            let answer = try await client.response()
            #expect(answer.status == 503 && answer.body == "ending")
            #expect(answer["connection"] == "close")
            try await client.waitForEnd()
            client.close()
        }
    }
}

private struct NeverAsked: HTTPHandler {
    func handle(_ exchange: HTTPExchange) async {}
    func response(to fault: HTTPServerFault, requestID: String?) -> HTTPResponse {
        HTTPResponse(.ok)
    }
}
