import SmugAWS
import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import TestSupport
import Testing

@testable import SmugGateway

/// Streamed answers over sockets, from a function that the test writes.
@Suite struct GatewayStreamTests {
    private static func manifest(size: Int = 1, wait: Int = 0, more: String = "") -> String {
        RouteFixture.manifest([
            RouteFixture.path(
                "/{name}", wait: wait, size: size,
                more: "timeoutMs: 30000, invokeMode: response_stream" + more)
        ])
    }

    private static func line(_ id: String, _ type: String, _ more: String = "") -> ArraySlice<UInt8>
    {
        Array(
            "{\"v\":1,\"id\":\"\(id)\",\"type\":\"\(type)\"\(more.isEmpty ? "" : ",")\(more)}\n"
                .utf8)[...]
    }

    @Test func `X-8 a stream that breaks after its head is aborted`() throws {
        let function = FakeFunction.streaming { call, receive throws(LambdaError) in
            await receive(Self.line(call.ids[0], "head"))
            await receive(Self.line(call.ids[0], "chunk", #""body":"part""#))
            throw LambdaError(.service, message: "secret words")
        }
        let recorder = try GatewayStage.run(Self.manifest(), function) { stage in
            let client = try await stage.connect()
            client.write("GET /a HTTP/1.1\r\nhost: h\r\n\r\n")
            let answer = try await client.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("x-request-id: r-"))
            #expect(answer.contains("\r\n4\r\npart\r\n"))
            #expect(!answer.contains("\r\n0\r\n"))
        }
        #expect(recorder.entries("request").first?["code"]?.string == "lambda_failed")
        #expect(recorder.entries("invocation_failed").count == 1)
    }

    @Test func `X-9 a stream that does not go on is aborted`() throws {
        let function = FakeFunction.streaming { call, receive throws(LambdaError) in
            await receive(Self.line(call.ids[0], "head"))
            // Until it is dropped: nobody waits any more.
            await Self.untilCancelled()
            throw LambdaError(.transport(.cancelled(requestSent: true)), message: "dropped")
        }
        let recorder = try GatewayStage.run(
            Self.manifest(more: ", streamIdleTimeoutMs: 20"), function
        ) { stage in
            let client = try await stage.connect()
            client.write("GET /a HTTP/1.1\r\nhost: h\r\n\r\n")
            #expect(!(try await client.readToEnd()).contains("\r\n0\r\n"))
        }
        #expect(recorder.entries("request").first?["code"]?.string == "stream_idle")
        #expect(recorder.entries("invocation_dropped").count == 1)
    }

    @Test func `X-2 W-37 an invocation is dropped when its last client leaves`() throws {
        let dropped = Tally()
        let function = FakeFunction.streaming { call, receive throws(LambdaError) in
            for id in call.ids { await receive(Self.line(id, "head")) }
            await Self.untilCancelled()
            dropped.add()
            throw LambdaError(.transport(.cancelled(requestSent: true)), message: "dropped")
        }
        try GatewayStage.run(Self.manifest(size: 2, wait: 20_000), function) { stage in
            var clients: [RawClient] = []
            for name in ["a", "b"] {
                let client = try await stage.connect()
                client.write("GET /\(name) HTTP/1.1\r\nhost: h\r\n\r\n")
                clients.append(client)
            }
            for client in clients { _ = try await client.read(until: "\r\n\r\n") }
            clients[0].close()
            await stage.loop.turns()
            #expect(dropped.count == 0)
            clients[1].close()
            await dropped.reaches(1)
        }
    }

    @Test func `a dropped buffered invocation keeps its place`() throws {
        let begun = Tally()
        let dropped = Tally()
        let function = FakeFunction { call throws(LambdaError) in
            begun.add()
            if call.events.first?["rawPath"]?.string == "/first" {
                await Self.untilCancelled()
                dropped.add()
                throw LambdaError(.transport(.cancelled(requestSent: true)), message: "dropped")
            }
            return call.echo()
        }
        let manifest = RouteFixture.manifest(
            [RouteFixture.path("/{name}")],
            top: ["MaxInflightInvocations: 1"])
        try GatewayStage.run(manifest, function) { stage in
            let client = try await stage.connect()
            client.write("GET /first HTTP/1.1\r\nhost: h\r\n\r\n")
            await begun.reaches(1)
            client.close()
            await dropped.reaches(1)
            let second = stage.start(.get, "/second")
            await stage.loop.turns()
            // The function may run on: another does not begin before the first could have ended.
            #expect(begun.count == 1)
            second.cancel()
            _ = await second.result
        }
    }

    /// Far more at once than may wait, for one that reads and for one that does not, with a third
    /// behind them.
    @Test(arguments: [1, 2])
    func `X-7 a burst cuts off who does not read, and nobody else`(_ loops: Int) throws {
        let chunk = #""body":"\#(String(repeating: "x", count: 8000))""#
        let function = FakeFunction.streaming { call, receive in
            let ids = Dictionary(
                uniqueKeysWithValues: zip(
                    call.events.map { $0["rawPath"]?.string ?? "" }, call.ids))
            guard let quick = ids["/quick"], let stuck = ids["/stuck"], let last = ids["/last"]
            else { return }
            var burst = Self.line(quick, "head") + Self.line(stuck, "head")
            for _ in 0..<1000 { burst += Self.line(quick, "chunk", chunk) }
            for _ in 0..<4000 { burst += Self.line(stuck, "chunk", chunk) }
            burst += Self.line(quick, "end") + Self.line(stuck, "end")
            burst += Self.line(last, "head") + Self.line(last, "end")
            await receive(burst)
        }
        let manifest = RouteFixture.manifest(
            [
                RouteFixture.path(
                    "/{name}", wait: 25_000, size: 3,
                    more: "timeoutMs: 30000, invokeMode: response_stream")
            ], top: ["MaxStreamBufferBytes: 65536"])
        let served = Shared(0)
        var recorder = LogRecorder()
        // A machine that stands still for as long as nobody may makes anybody slow: tried again.
        for _ in 0..<5 where served.value < 8_000_000 {
            recorder = try GatewayStage.run(manifest, function, loops: loops) { stage in
                let stuck = try await stage.connect()
                stuck.write("GET /stuck HTTP/1.1\r\nhost: h\r\n\r\n")
                let quick = stage.start(.get, "/quick")
                let last = stage.start(.get, "/last")
                let count = (try? await quick.value.body.count) ?? 0
                served.change { $0 = count }
                #expect(try await last.value.status.code == 200)
                stuck.close()
            }
        }
        #expect(served.value == 8_000_000)
        let slow = recorder.entries("slow_reader")
        #expect(slow.count == 1)
        #expect(slow.first?["reason"]?.string?.contains("raise MaxStreamBufferBytes") == true)
        let codes = recorder.entries("request").map { $0["code"]?.string }
        #expect(codes.filter { $0 == "slow_reader" }.count == 1 && codes.count == 3)
    }

    @Test func `HEAD has the head alone`() throws {
        let function = FakeFunction.streaming { call, receive in
            await receive(Self.line(call.ids[0], "head", #""headers":{"x-a":"b"}"#))
            await receive(Self.line(call.ids[0], "chunk", #""body":"part""#))
            await receive(Self.line(call.ids[0], "end"))
        }
        try GatewayStage.run(Self.manifest(), function) { stage in
            let answer = try await stage.send(.head, "/a")
            #expect(answer.fields["x-a"] == "b" && answer.body.isEmpty)
        }
    }

    private static func untilCancelled() async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        await withTaskCancellationHandler {
            for await _ in stream {}
        } onCancel: {
            continuation.finish()
        }
    }

    /// Any schedule of records, cuts and clients that leave: who stays has its own answer, whole, or
    /// one that is seen to be broken.
    @Test(arguments: 0..<12 as Range<UInt64>)
    func `any schedule gives each request its own answer, once`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let count = Int.random(in: 2...5, using: &random)
        let scripts = SplitMix64(seed: random.next())
        let leaving = (0..<count).map { _ in Int.random(in: 0..<4, using: &random) == 0 }
        let function = FakeFunction.streaming { call, receive in
            var random = scripts
            for piece in Self.script(call, &random) { await receive(piece) }
        }
        let manifest = Self.manifest(size: count, wait: 25_000)
        try GatewayStage.run(manifest, function, loops: 2) { stage in
            var clients: [RawClient] = []
            for index in 0..<count {
                let client = try await stage.connect()
                client.write("GET /n\(index) HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n")
                clients.append(client)
            }
            await stage.function.begun.reaches(1)
            for index in 0..<count where leaving[index] { clients[index].close() }
            for index in 0..<count where !leaving[index] {
                let answer = try await clients[index].readToEnd()
                #expect(answer.components(of: "HTTP/1.1 ") == 1, "\(answer)")
                for other in 0..<count where other != index {
                    #expect(!answer.contains("<n\(other)>"))
                }
                let isWhole = answer.hasSuffix("\r\n0\r\n\r\n") || answer.contains("content-length")
                #expect(isWhole == !answer.contains("broken"), "\(answer)")
                #expect(answer.components(of: "last<n\(index)>") <= 1)
            }
        }
    }

    /// Records of each request, some of them bad, mixed and cut anywhere.
    private static func script(_ call: FakeFunction.Call, _ random: inout SplitMix64)
        -> [ArraySlice<UInt8>]
    {
        var queues: [[ArraySlice<UInt8>]] = []
        for (id, event) in zip(call.ids, call.events) {
            let name = "<" + (event["rawPath"]?.string?.dropFirst() ?? "") + ">"
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                queues.append([
                    Array(
                        "{\"v\":1,\"id\":\"\(id)\",\"statusCode\":200,\"body\":\"last\(name)\"}\n"
                            .utf8)[...]
                ])
            case 1:
                queues.append([
                    line(id, "head"), line(id, "chunk", #""body":"broken\#(name)""#),
                    line(id, "error"),
                ])
            default:
                let chunks = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                    line(id, "chunk", #""body":"\#(name)""#)
                }
                queues.append(
                    [line(id, "head")] + chunks
                        + [line(id, "chunk", #""body":"last\#(name)""#), line(id, "end")])
            }
        }
        var bytes: [UInt8] = []
        while let index = queues.indices.filter({ !queues[$0].isEmpty }).randomElement(
            using: &random)
        {
            bytes += queues[index].removeFirst()
        }
        var pieces: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...200, using: &random))
            pieces.append(piece)
            rest = rest.dropFirst(piece.count)
        }
        return pieces
    }
}

extension String {
    /// How often another stands in it.
    fileprivate func components(of other: String) -> Int {
        var count = 0
        var rest = utf8[...]
        while !rest.isEmpty {
            if rest.starts(with: other.utf8) { count += 1 }
            rest = rest.dropFirst()
        }
        return count
    }
}
