import SmugHTTP
import SmugLoop
import SmugNet
import TestSupport
import Testing

/// The bodies of requests.
@Suite struct HTTPExchangeTests {
    private static func post(_ fields: String, _ body: String = "") -> String {
        "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
    }

    // MARK: - Limits

    struct Limit: CustomTestStringConvertible, Sendable {
        let name: String
        let request: String
        let body: String

        var testDescription: String { name }
    }

    @Test(arguments: [
        Limit(
            name: "a length at the limit", request: post("Content-Length: 4", "abcd"), body: "abcd"),
        Limit(
            name: "a length over the limit", request: post("Content-Length: 5", "abcde"),
            body: "over 4 bytes"),
        Limit(
            name: "chunks up to the limit",
            request: post("Transfer-Encoding: chunked", "2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n"),
            body: "abcd"),
        Limit(
            name: "chunks over the limit",
            request: post("Transfer-Encoding: chunked", "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"),
            body: "over 4 bytes"),
        Limit(
            name: "chunks over the limit that do not end",
            request: post("Transfer-Encoding: chunked", "ff\r\nabcdefgh"), body: "over 4 bytes"),
        Limit(name: "no body", request: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", body: ""),
    ])
    func `a body is taken up to the limit and refused above it`(case: Limit) throws {
        try TestServer.serve(handler: { await $0.echo(upTo: 4) }) { server in
            let client = try await server.connect()
            client.send(`case`.request)
            let answer = try await client.response(to: .post)
            #expect(answer.body == `case`.body)
            let isRefused = `case`.body.hasPrefix("over")
            #expect(answer.status == (isRefused ? 413 : 200))
            #expect(answer["connection"] == (isRefused ? "close" : nil))
            client.close()
        }
    }

    @Test func `a length over the limit is refused before any of the body has come`() throws {
        try TestServer.serve(handler: { await $0.echo(upTo: 4) }) { server in
            let client = try await server.connect()
            client.send(Self.post("Content-Length: 5000000"))
            #expect(try await client.response(to: .post).status == 413)
            client.close()
        }
    }

    @Test func `a body larger than what is read ahead arrives whole`() throws {
        var random = SplitMix64(seed: 3)
        let body = (0..<3_000_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        try TestServer.serve(
            handler: { exchange in
                // Time to read ahead as much as may be.
                for _ in 0..<50 { await exchange.loop.nextTurn() }
                await exchange.echo()
            }
        ) { server in
            let client = try await server.connect()
            client.send(Self.post("Content-Length: \(body.count)"))
            client.send(body)
            #expect(try await client.response(to: .post).bytes == body)
            client.close()
        }
    }

    @Test func `a body that a handler does not ask for is not read without end`() throws {
        let log = EventLog()
        try TestServer.serve(
            handler: { exchange in
                try? await log.wait(for: "go", on: exchange.loop)
                await exchange.answer("not interested")
            }
        ) { server in
            let client = try await server.connect()
            let body = [UInt8](repeating: 1, count: 32 * 1024 * 1024)
            client.send(Self.post("Content-Length: \(body.count)"))
            client.send(body)
            for _ in 0..<200 { await server.loop.nextTurn() }
            #expect(client.stream.pendingBytes > 0)
            log.record("go")
            let answer = try await client.response(to: .post)
            #expect(answer.body == "not interested")
            #expect(answer["connection"] == "close")
            client.close()
        }
    }

    @Test func `a small body that a handler leaves unread costs no connection`() throws {
        try TestServer.serve(handler: { await $0.answer("ok") }) { server in
            let client = try await server.connect()
            for _ in 0..<2 {
                client.send(Self.post("Content-Length: 4", "body"))
                let answer = try await client.response(to: .post)
                #expect(answer["connection"] == nil)
            }
            client.close()
        }
    }

    // MARK: - In parts

    @Test func `parts of a body come as they arrive`() throws {
        let log = EventLog()
        try TestServer.serve(
            handler: { exchange in
                do throws(HTTPServerFault) {
                    while let part = try await exchange.nextBodyPart() {
                        log.record(String(decoding: part, as: UTF8.self))
                    }
                    let after = try await exchange.nextBodyPart()
                    #expect(after == nil)
                    await exchange.answer("end")
                } catch {
                    log.record(error.name)
                }
            }
        ) { server in
            let client = try await server.connect()
            client.send(Self.post("Transfer-Encoding: chunked"))
            for part in ["one", "two", "three"] {
                client.send("\(part.utf8.count)\r\n\(part)\r\n")
                try await log.wait(for: part, on: server.loop)
            }
            client.send("0\r\n\r\n")
            #expect(try await client.response(to: .post).body == "end")
            #expect(log.events == ["one", "two", "three"])
            client.close()
        }
    }

    @Test func `a handler that takes its time holds back who sends`() throws {
        let total = 24 * 1024 * 1024
        let log = EventLog()
        try TestServer.serve(
            handler: { exchange in
                try? await log.wait(for: "go", on: exchange.loop)
                var count = 0
                var largest = 0
                while let part = try? await exchange.nextBodyPart() {
                    count += part.count
                    largest = max(largest, part.count)
                }
                await exchange.answer("\(count) \(largest < 512 * 1024)")
            }
        ) { server in
            let client = try await server.connect()
            client.send(Self.post("Content-Length: \(total)"))
            client.send([UInt8](repeating: 1, count: total))
            for _ in 0..<100 { await server.loop.nextTurn() }
            #expect(client.stream.pendingBytes > 0)
            log.record("go")
            #expect(try await client.response(to: .post).body == "\(total) true")
            client.close()
        }
    }

    @Test func `a fault in the middle of a body reaches who reads it`() throws {
        let log = EventLog()
        try TestServer.serve(
            handler: { exchange in
                var parts = 0
                do throws(HTTPServerFault) {
                    while try await exchange.nextBodyPart() != nil {
                        parts += 1
                        log.record("a part")
                    }
                } catch {
                    await exchange.answer("\(parts) \(error.name)", error.status)
                }
            }
        ) { server in
            let client = try await server.connect()
            client.send(Self.post("Transfer-Encoding: chunked", "1\r\na\r\n"))
            try await log.wait(for: "a part", on: server.loop)
            client.send("oops\r\n")
            let answer = try await client.response(to: .post)
            #expect(answer.status == 400)
            #expect(answer.body == "1 invalid_chunk_size")
            #expect(try await client.readToEnd() == "")
            client.close()
        }
    }

    @Test func `a handler may read and answer at the same time`() throws {
        let parts = 200
        let part = [UInt8](repeating: 5, count: 50_000)
        try TestServer.serve(
            handler: { exchange in
                let stream = await exchange.beginResponse(.ok, fields: HTTPFields())
                await withTaskGroup { tasks in
                    tasks.addTask {
                        for _ in 0..<parts { try? await stream.write(part) }
                    }
                    tasks.addTask {
                        var count = 0
                        while let part = try? await exchange.nextBodyPart() { count += part.count }
                        #expect(count == parts * part.count)
                    }
                }
                try? await stream.finish()
            }
        ) { server in
            let client = try await server.connect()
            client.send(Self.post("Content-Length: \(parts * part.count)"))
            for _ in 0..<parts { client.send(part) }
            #expect(try await client.response(to: .post).bytes.count == parts * part.count)
            client.close()
        }
    }

    // MARK: - 100-continue

    private static let expecting = post("Content-Length: 4\r\nExpect: 100-continue")

    @Test func `a client that waits is told to go on when the body is asked for`() throws {
        try TestServer.serve(handler: { await $0.echo() }) { server in
            let client = try await server.connect()
            for _ in 0..<2 {
                client.send(Self.expecting)
                let interim = "HTTP/1.1 100 Continue\r\n\r\n"
                #expect(try await client.read(interim.utf8.count) == Array(interim.utf8))
                await client.sendByteByByte("body")
                #expect(try await client.response(to: .post).body == "body")
            }
            client.close()
        }
    }

    @Test func `a client that waits is refused without being told to go on`() throws {
        try TestServer.serve(handler: { await $0.echo(upTo: 3) }) { server in
            let text = try await server.answer(to: Self.expecting)
            #expect(text.hasPrefix("HTTP/1.1 413 "))
            #expect(text.contains("\r\nconnection: close\r\n"))
        }
    }

    @Test func `a client that waits is answered without being told to go on`() throws {
        try TestServer.serve(handler: { await $0.answer("no need") }) { server in
            let text = try await server.answer(to: Self.expecting)
            #expect(text.hasPrefix("HTTP/1.1 200 "))
            #expect(text.hasSuffix("no need"))
            #expect(text.contains("\r\nconnection: close\r\n"))
        }
    }

    @Test func `a client that did not wait is not told to go on`() throws {
        try TestServer.serve(handler: { await $0.echo() }) { server in
            let client = try await server.connect()
            client.send(Self.expecting + "bo")
            for _ in 0..<5 { await server.loop.nextTurn() }
            client.send("dy")
            #expect(try await client.read(12) == Array("HTTP/1.1 200".utf8))
            client.close()
        }
    }

    @Test func `an answer that has begun is not broken by a word to go on`() throws {
        try TestServer.serve(
            handler: { exchange in
                let stream = await exchange.beginResponse(.ok, fields: HTTPFields())
                let body = try? await exchange.collectBody(upTo: 4)
                try? await stream.write(body ?? Array("none".utf8))
                try? await stream.finish()
            }
        ) { server in
            let client = try await server.connect()
            client.send(Self.expecting)
            try await client.waitForBytes(1)
            client.send("body")
            let text = try await client.readToEnd()
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(!text.contains("100 Continue"))
            #expect(text.hasSuffix("4\r\nbody\r\n0\r\n\r\n"))
            client.close()
        }
    }
}
