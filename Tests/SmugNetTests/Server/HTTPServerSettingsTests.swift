import SmugHTTP
import SmugLoop
import SmugNet
import TestSupport
import Testing

/// Each timeout, by what it does to a client that is too slow.
@Suite struct HTTPServerSettingsTests {
    /// Long enough for all else that a test does meanwhile, on a machine that has much to do.
    private static let short = Duration.milliseconds(500)
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func `a client that never begins a request is left without a word`() throws {
        var settings = HTTPServerSettings()
        settings.headTimeout = Self.short
        try TestServer.serve(settings: settings, handler: { await $0.answer("ok") }) { server in
            let client = try await server.connect()
            #expect(try await client.readToEnd() == "")
            client.close()
        }
    }

    @Test func `a head that does not end in time is answered, also when it never stops coming`()
        throws
    {
        var settings = HTTPServerSettings()
        settings.headTimeout = Self.short
        try TestServer.serve(settings: settings, handler: { await $0.answer("ok") }) { server in
            let client = try await server.connect()
            client.send("GET / HTTP/1.1\r\nHost: a\r\nX: ")
            let dribble = Task(executorPreference: server.loop) {
                while client.end == nil {
                    client.send("x")
                    try? await server.loop.sleep(for: .milliseconds(5))
                }
            }
            let answer = try await client.response()
            #expect(answer.status == 408)
            #expect(answer.body == "head timeout")
            try await client.waitForEnd()
            await dribble.value
            client.close()
        }
    }

    @Test func `the head of a second request has its own time`() throws {
        var settings = HTTPServerSettings()
        settings.headTimeout = Self.short
        try TestServer.serve(settings: settings, handler: { await $0.answer("ok") }) { server in
            let client = try await server.connect()
            // In one packet, so that the second head begins before the first is answered.
            client.send(Self.request + "GET / HTTP/1.1\r\nHo")
            #expect(try await client.response().status == 200)
            #expect(try await client.response().status == 408)
            client.close()
        }
    }

    @Test func `a connection between two requests ends after a while`() throws {
        var settings = HTTPServerSettings()
        settings.idleTimeout = Self.short
        try TestServer.serve(settings: settings, handler: { await $0.answer("ok") }) { server in
            let client = try await server.connect()
            for _ in 0..<3 {
                client.send(Self.request)
                #expect(try await client.response().status == 200)
            }
            #expect(try await client.readToEnd() == "")
            client.close()
        }
    }

    @Test func `a handler may take longer than any client`() throws {
        var settings = HTTPServerSettings()
        settings.headTimeout = Self.short
        settings.idleTimeout = Self.short
        settings.bodyTimeout = Self.short
        settings.writeTimeout = Self.short
        try TestServer.serve(
            settings: settings,
            handler: { exchange in
                try? await exchange.loop.sleep(for: Self.short * 2)
                await exchange.answer("ok")
            }
        ) { server in
            let client = try await server.connect()
            client.send(Self.request)
            #expect(try await client.response().status == 200)
            client.close()
        }
    }

    // MARK: - The body

    @Test(arguments: [true, false])
    func `a body that stops coming is given up`(isWhole: Bool) throws {
        var settings = HTTPServerSettings()
        settings.bodyTimeout = Self.short
        try TestServer.serve(settings: settings, handler: Self.reader(isWhole)) { server in
            let client = try await server.connect()
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")
            let answer = try await client.response(to: .post)
            #expect(answer.status == 408)
            #expect(answer.body == "body timeout")
            #expect(answer["connection"] == "close")
            client.close()
        }
    }

    @Test(arguments: [true, false])
    func `a body that comes byte by byte is given up too`(isWhole: Bool) throws {
        var settings = HTTPServerSettings()
        settings.bodyTimeout = Self.short
        try TestServer.serve(settings: settings, handler: Self.reader(isWhole)) { server in
            let client = try await server.connect()
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
            let dribble = Task(executorPreference: server.loop) {
                while client.end == nil {
                    client.send("x")
                    try? await server.loop.sleep(for: .milliseconds(5))
                }
            }
            let answer = try await client.response(to: .post)
            #expect(answer.body == "body timeout")
            try await client.waitForEnd()
            await dribble.value
            client.close()
        }
    }

    @Test func `a body that makes progress may take longer than the timeout`() throws {
        var settings = HTTPServerSettings()
        settings.bodyTimeout = Self.short
        let parts = 15
        try TestServer.serve(settings: settings, handler: { await $0.echo() }) { server in
            let client = try await server.connect()
            let part = [UInt8](repeating: 1, count: HTTPServerSettings.bodyProgressBytes)
            client.send(
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(parts * part.count)\r\n\r\n")
            for _ in 0..<parts {
                client.send(part)
                try await server.loop.sleep(for: Self.short / 10)
            }
            #expect(try await client.response(to: .post).bytes.count == parts * part.count)
            client.close()
        }
    }

    private static func reader(_ isWhole: Bool) -> TestServer.Handle {
        { exchange in
            guard !isWhole else { return await exchange.echo() }
            do throws(HTTPServerFault) {
                while try await exchange.nextBodyPart() != nil {}
            } catch {
                await exchange.answer(error.name, error.status)
            }
        }
    }

    // MARK: - The answer

    @Test func `a client that does not take its answer is left, and its handler hears of it`()
        throws
    {
        var settings = HTTPServerSettings()
        settings.writeTimeout = Self.short
        let log = EventLog()
        let taken = Shared(0)
        let part = [UInt8](repeating: 7, count: 65_536)
        try TestServer.serve(
            settings: settings,
            handler: { exchange in
                let stream = await exchange.beginResponse(.ok, fields: HTTPFields())
                do {
                    while true {
                        try await stream.write(part)
                        taken.change { $0 += part.count }
                    }
                } catch {
                    log.record("disconnected")
                }
            }
        ) { server in
            let client = try await server.connect(isReading: false)
            client.send(Self.request)
            try await log.wait(for: "disconnected", on: server.loop)
            // No more than the system's own buffers hold: the server keeps one part beside it.
            #expect(taken.value < 64 * 1024 * 1024)
            client.stream.startReading()
            try await client.waitForEnd()
            #expect(client.end == .failed(.connectionReset))
            client.close()
        }
    }

    @Test func `a head limit is one of the settings`() throws {
        var settings = HTTPServerSettings()
        settings.limits.maxRequestLineBytes = 20
        try TestServer.serve(settings: settings, handler: { await $0.answer("ok") }) { server in
            let client = try await server.connect()
            client.send("GET /1234567 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.response().status == 414)
            client.close()
        }
    }
}
