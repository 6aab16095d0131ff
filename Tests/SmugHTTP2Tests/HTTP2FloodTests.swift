import SmugHTTP
import SmugHTTP2
import SmugLoop
import SmugNet
import TestSupport
import Testing

@Suite struct HTTP2FloodTests {
    struct Flood: CustomTestStringConvertible, Sendable {
        let fault: HTTP2Fault
        /// Opens what the frames need.
        var opening: [UInt8] = []
        /// The frame, or frames, of this number.
        let frame: @Sendable (UInt32) -> [UInt8]
        var testDescription: String { fault.name }
    }

    private static let floods: [Flood] = [
        Flood(fault: .resetFlood) { Frame.head($0 * 2 + 1) + Frame.reset($0 * 2 + 1) },
        Flood(
            fault: .emptyDataFlood, opening: Frame.head(1, method: "POST", isLast: false)
        ) { _ in Frame.data(1) },
        Flood(
            fault: .emptyDataFlood, opening: Frame.head(1, method: "POST", isLast: false)
        ) { _ in Frame.frame(0, flags: 8, on: 1, [2, 0, 0]) },
        Flood(fault: .settingsFlood) { _ in Frame.settings() },
        Flood(fault: .pingFlood) { _ in Frame.ping() },
        Flood(fault: .priorityFlood) { _ in Frame.priority(1) },
        Flood(fault: .windowUpdateFlood) { _ in Frame.windowUpdate(0) },
        Flood(fault: .unknownFrameFlood) { _ in Frame.frame(0xEE, [1]) },
        Flood(fault: .continuationFlood, opening: Frame.head(1, isWhole: false)) { _ in
            Frame.continuation(1)
        },
        // A client may also bring the server to reset its streams.
        Flood(fault: .resetFlood) { Frame.head($0 * 2 + 1, [("connection", "close")]) },
    ]

    private static var limits: HTTP2Limits {
        var limits = HTTP2Limits()
        limits.streamResets = Allowance(capacity: 20, perSecond: 1)
        limits.overheadFrames = Allowance(capacity: 40, perSecond: 1)
        return limits
    }

    @Test(arguments: floods)
    func `a flood ends its connection, is counted, and costs no other client anything`(
        flood: Flood
    ) throws {
        let handled = Shared(0)
        try HTTP2TestServer.serve(
            limits: Self.limits,
            handler: { exchange in
                handled.change { $0 += 1 }
                try? await exchange.loop.sleep(until: EventLoop.now.advanced(by: .seconds(1_000)))
                await exchange.answer("ok")
            }
        ) { server in
            let client = try await server.connectRaw()
            defer { client.close() }
            client.send(flood.opening)
            for number in 0..<200 as Range<UInt32> {
                client.send(flood.frame(number))
                if number % 10 == 0 { await server.loop.nextTurn() }
            }
            let goaway = try await client.readFrame(ofType: 7)
            #expect(goaway.code == 11)
            try await client.waitForEnd()
            #expect(server.counters.count(of: flood.fault) == 1)
            // What is allowed at once, and some more for each second that it takes.
            #expect(handled.value < 100)
            client.close()
            let other = try await server.connect()
            defer { other.close() }
            let id = other.request("GET", "/")
            while handled.value == 0 { await server.loop.nextTurn() }
            other.reset(id)
            try await other.response(id)
        }
    }

    @Test(arguments: [Frame.ping(), Frame.settings()])
    func `what the limits allow is no flood, however much of it comes at once`(
        frame: [UInt8]
    ) throws {
        var limits = HTTP2Limits()
        limits.overheadFrames = Allowance(capacity: 3_000, perSecond: 1)
        try HTTP2TestServer.serve(limits: limits, handler: { await $0.answer("ok") }) { server in
            let client = try await server.connectRaw()
            defer { client.close() }
            client.send((0..<2_500).flatMap { _ in frame } + Frame.head(1))
            #expect(try await client.readFrame(ofType: 0).payload == Array("ok".utf8))
        }
    }

    @Test func `who reads nothing cannot have ever more said to it`() throws {
        var limits = HTTP2Limits()
        limits.streamResets = Allowance(capacity: 1_000_000, perSecond: 1)
        limits.maxUnreadFrames = 100
        // More than the system takes on its own.
        let body = [UInt8](repeating: 0, count: 32_000_000)
        try HTTP2TestServer.serve(
            limits: limits, handler: { await $0.respond(HTTPResponse(.ok, body: body)) }
        ) { server in
            let client = try await RawConnection.open(
                to: server.address, on: server.loop, isReading: false)
            defer { client.close() }
            let window: [UInt8] = [0x7F, 0xFF, 0, 0]
            client.send(
                HTTPPreface.bytes + Frame.frame(4, [0, 4] + window) + Frame.frame(8, window)
                    + Frame.head(1))
            var id: UInt32 = 3
            while server.counters.count(of: .unreadFlood) == 0 {
                client.send(Frame.head(id, [("connection", "close")]))
                id += 2
                await server.loop.nextTurn()
            }
        }
    }

    @Test func `resets in one read reach no handler`() throws {
        let handled = Shared(0)
        try HTTP2TestServer.serve(handler: { exchange in
            handled.change { $0 += 1 }
            await exchange.answer("ok")
        }) { server in
            let client = try await server.connectRaw()
            defer { client.close() }
            var bytes: [UInt8] = []
            for id in stride(from: 1, to: 101, by: 2) as StrideTo<UInt32> {
                bytes += Frame.head(id) + Frame.reset(id)
            }
            client.send(bytes + Frame.head(101))
            #expect(try await client.readFrame(ofType: 0).id == 101)
            #expect(handled.value == 1)
        }
    }

    @Test func `as many requests as may be are served at one time, and further ones refused`()
        throws
    {
        var limits = HTTP2Limits()
        limits.maxConcurrentStreams = 3
        let gate = Shared(false)
        try HTTP2TestServer.serve(
            limits: limits,
            handler: { exchange in
                while !gate.value { await exchange.loop.nextTurn() }
                await exchange.answer("ok")
            }
        ) { server in
            // Before it has confirmed the settings a client may not know of the limit.
            let client = try await server.connectRaw()
            defer { client.close() }
            for id in [1, 3, 5, 7] as [UInt32] { client.send(Frame.head(id)) }
            let reset = try await client.readFrame(ofType: 3)
            #expect(reset.id == 7)
            #expect(reset.code == 7)
            #expect(server.counters.count(of: .refusedStream) == 1)
            gate.change { $0 = true }
            var answered: Set<UInt32> = []
            while answered.count < 3 { answered.insert(try await client.readFrame(ofType: 0).id) }
            #expect(answered == [1, 3, 5])
        }
    }

    @Test func `a head that does not end has its time`() throws {
        var settings = HTTPServerSettings()
        settings.headTimeout = .milliseconds(500)
        try HTTP2TestServer.serve(settings: settings, handler: { await $0.answer("ok") }) {
            server in
            let client = try await server.connectRaw()
            defer { client.close() }
            client.send(Frame.head(1, isWhole: false))
            _ = try await client.readFrame(ofType: 7)
            try await client.waitForEnd()
            client.close()
            // Nor may it begin with nothing but its preface.
            let silent = try await RawConnection.open(to: server.address, on: server.loop)
            defer { silent.close() }
            silent.send(HTTPPreface.bytes)
            try await silent.waitForEnd()
        }
    }

    @Test func `a connection without a request ends after its time, with a word`() throws {
        var settings = HTTPServerSettings()
        settings.idleTimeout = .milliseconds(500)
        try HTTP2TestServer.serve(settings: settings, handler: { await $0.answer("ok") }) {
            server in
            let client = try await server.connect()
            defer { client.close() }
            #expect(try await client.response(client.request()).text == "ok")
            try await client.waitForEnd()
            #expect(client.goaways.map(\.code) == [0])
        }
    }

    @Test func `a client that takes nothing is cut off`() throws {
        var settings = HTTPServerSettings()
        settings.writeTimeout = .milliseconds(50)
        let ended = Shared(0)
        try HTTP2TestServer.serve(
            settings: settings,
            handler: { exchange in
                await exchange.respond(
                    HTTPResponse(.ok, body: Array(repeating: 0, count: 16_000_000)))
                ended.change { $0 += 1 }
            }
        ) { server in
            let client = try await RawConnection.open(
                to: server.address, on: server.loop, isReading: false)
            defer { client.close() }
            let window: [UInt8] = [0, 4, 0x7F, 0xFF, 0xFF, 0xFF]
            client.send(HTTPPreface.bytes + Frame.frame(4, window))
            client.send(Frame.frame(8, [0x7F, 0, 0, 0]))
            client.send(Frame.head(1))
            while ended.value == 0 { await server.loop.nextTurn() }
            while server.server.connectionCount > 0 { await server.loop.nextTurn() }
            #expect(server.counters.count(of: .stalledStream) > 0)
        }
    }
}
