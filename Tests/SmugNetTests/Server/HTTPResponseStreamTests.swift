import SmugHTTP
import SmugLoop
import SmugNet
import TestSupport
import Testing

/// Responses that are sent in parts.
@Suite struct HTTPResponseStreamTests {
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    private static func stream(_ parts: [String]) -> TestServer.Handle {
        { exchange in
            let stream = await exchange.beginResponse(.ok, fields: HTTPFields([("x-a", "b")]))
            do throws(HTTPServerFault) {
                for part in parts { try await stream.write(Array(part.utf8)) }
                try await stream.finish()
            } catch {
                Issue.record(error)
            }
        }
    }

    @Test func `parts are sent as chunks, and the connection goes on`() throws {
        try TestServer.serve(handler: Self.stream(["one", "", "two"])) { server in
            let client = try await server.connect()
            for _ in 0..<2 {
                client.send(Self.request)
                let answer = try await client.response()
                #expect(answer.body == "onetwo")
                #expect(answer["transfer-encoding"] == "chunked")
                #expect(answer["x-a"] == "b")
                #expect(answer["connection"] == nil)
            }
            client.close()
        }
    }

    @Test func `to HTTP/1.0 the end of the connection ends the response`() throws {
        try TestServer.serve(handler: Self.stream(["one", "two"])) { server in
            let text = try await server.answer(
                to: "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(text.hasSuffix("\r\n\r\nonetwo"))
            #expect(text.contains("\r\nconnection: close\r\n"))
            #expect(!text.contains("transfer-encoding"))
        }
    }

    @Test func `to HEAD only the head is sent`() throws {
        try TestServer.serve(handler: Self.stream(["one", "two"])) { server in
            let client = try await server.connect()
            for _ in 0..<2 {
                client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
                let answer = try await client.response(to: .head)
                #expect(answer.status == 200)
                #expect(answer.body == "")
            }
            client.close()
        }
    }

    @Test(arguments: [(204, nil), (205, "0"), (304, nil)] as [(Int, String?)], [true, false])
    func `a status that has no content gets none`(
        status: (code: Int, length: String?), inParts: Bool
    ) throws {
        let code = try #require(HTTPStatus(code: status.code))
        try TestServer.serve(
            handler: { exchange in
                let body = Array("nobody".utf8)
                guard inParts else { return await exchange.respond(HTTPResponse(code, body: body)) }
                let stream = await exchange.beginResponse(code, fields: HTTPFields())
                try? await stream.write(body)
                try? await stream.finish()
            }
        ) { server in
            let client = try await server.connect()
            client.send(Self.request + Self.request)
            for _ in 0..<2 {
                let answer = try await client.response()
                #expect(answer.status == status.code)
                #expect(answer.body.isEmpty)
                #expect(answer["transfer-encoding"] == nil)
                #expect(answer["content-length"] == status.length)
            }
            #expect(client.received.isEmpty)
            client.close()
        }
    }

    @Test func `each part leaves when it is written`() throws {
        let log = EventLog()
        try TestServer.serve(
            handler: { exchange in
                let stream = await exchange.beginResponse(.ok, fields: HTTPFields())
                for part in ["a", "b"] {
                    try? await stream.write(Array(part.utf8))
                    try? await log.wait(for: "got \(part)", on: exchange.loop)
                }
                try? await stream.finish()
            }
        ) { server in
            let client = try await server.connect()
            client.send(Self.request)
            var text = ""
            for part in ["a", "b"] {
                while !text.hasSuffix("1\r\n\(part)\r\n") {
                    text += String(decoding: try await client.read(1), as: UTF8.self)
                }
                log.record("got \(part)")
            }
            let rest = "0\r\n\r\n"
            #expect(try await client.read(rest.utf8.count) == Array(rest.utf8))
            client.close()
        }
    }

    @Test func `a reader that takes its time gets all of it in order`() throws {
        let part = (0..<65_536).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let parts = 200
        let written = Shared(0)
        try TestServer.serve(
            handler: { exchange in
                let stream = await exchange.beginResponse(.ok, fields: HTTPFields())
                for _ in 0..<parts {
                    try? await stream.write(part)
                    written.change { $0 += 1 }
                }
                try? await stream.finish()
            }
        ) { server in
            let client = try await server.connect(isReading: false)
            client.send(Self.request)
            // The writer is held back: not all of it fits into what the system takes.
            for _ in 0..<200 { await server.loop.nextTurn() }
            #expect(written.value < parts)
            client.stream.startReading()
            let answer = try await client.response()
            #expect(answer.bytes.count == parts * part.count)
            for number in 0..<parts {
                let range = number * part.count..<(number + 1) * part.count
                #expect(answer.bytes[range].elementsEqual(part))
            }
            client.close()
        }
    }

    @Test func `several tasks of a handler may write, and each is held back`() throws {
        let part = [UInt8](repeating: 7, count: 65_536)
        let (writers, parts) = (4, 40)
        try TestServer.serve(
            handler: { exchange in
                let stream = await exchange.beginResponse(.ok, fields: HTTPFields())
                await withTaskGroup { tasks in
                    for _ in 0..<writers {
                        tasks.addTask {
                            for _ in 0..<parts { try? await stream.write(part) }
                        }
                    }
                }
                try? await stream.finish()
            }
        ) { server in
            let client = try await server.connect(isReading: false)
            client.send(Self.request)
            for _ in 0..<100 { await server.loop.nextTurn() }
            client.stream.startReading()
            #expect(try await client.response().bytes.count == writers * parts * part.count)
            client.close()
        }
    }

    // MARK: - Responses that do not end

    struct Break: CustomTestStringConvertible, Sendable {
        let name: String
        let request: String
        let finish: @Sendable (HTTPResponseStream, HTTPExchange) async -> Void

        var testDescription: String { name }
    }

    static let breaks: [Break] = [
        Break(name: "aborted chunks", request: request) { stream, _ in stream.abort() },
        Break(name: "an aborted exchange", request: request) { _, exchange in exchange.abort() },
        Break(name: "a handler that returns before the end", request: request) { _, _ in },
        Break(name: "an aborted answer to HTTP/1.0", request: "GET / HTTP/1.0\r\n\r\n") {
            stream, _ in stream.abort()
        },
        Break(
            name: "a handler that returns before the end to HTTP/1.0",
            request: "GET / HTTP/1.0\r\n\r\n"
        ) { _, _ in },
    ]

    @Test(arguments: breaks)
    func `a response that is not whole never looks whole`(case: Break) throws {
        let log = EventLog()
        try TestServer.serve(
            handler: { exchange in
                let stream = await exchange.beginResponse(.ok, fields: HTTPFields())
                try? await stream.write(Array("half".utf8))
                try? await log.wait(for: "seen", on: exchange.loop)
                await `case`.finish(stream, exchange)
            }
        ) { server in
            let client = try await server.connect()
            client.send(`case`.request)
            try await client.waitForBytes(1)
            log.record("seen")
            await #expect(throws: RawConnection.CutOff(end: .failed(.connectionReset))) {
                try await client.response()
            }
            client.close()
        }
    }

    @Test func `an aborted stream takes no more`() throws {
        let log = EventLog()
        try TestServer.serve(
            handler: { exchange in
                let stream = await exchange.beginResponse(.ok, fields: HTTPFields())
                stream.abort()
                stream.abort()
                do throws(HTTPServerFault) {
                    try await stream.write([1])
                } catch {
                    log.record(error.name)
                }
                try? await stream.finish()
            }
        ) { server in
            let client = try await server.connect()
            client.send(Self.request)
            try await log.wait(for: "disconnected", on: server.loop)
            try await client.waitForEnd()
            client.close()
        }
    }

    /// A part that came late would stand at the beginning of the next response.
    @Test func `a stream that has ended takes no more`() throws {
        let late = Shared<[EndedResponse]>([])
        try TestServer.serve(
            handler: { exchange in
                let stream = await exchange.beginResponse(.ok, fields: HTTPFields())
                try? await stream.write(Array("whole".utf8))
                try? await stream.finish()
                await #expect(throws: HTTPServerFault.self) { try await stream.write([1]) }
                try? await stream.finish()
                stream.abort()
                for box in late.value {
                    await #expect(throws: HTTPServerFault.self) { try await box.stream.write([1]) }
                    box.stream.abort()
                    box.exchange.abort()
                }
                let box = EndedResponse(stream: stream, exchange: exchange)
                late.change { $0.append(box) }
            }
        ) { server in
            let client = try await server.connect()
            client.send(Self.request + Self.request + Self.request)
            for _ in 0..<3 { #expect(try await client.response().body == "whole") }
            client.close()
            // They hold their server, whose handler holds them.
            late.change { $0 = [] }
        }
    }

    @Test(arguments: ["GET", "HEAD"])
    func `who writes to a client that is gone is told`(method: String) throws {
        let log = EventLog()
        try TestServer.serve(
            handler: { exchange in
                let stream = await exchange.beginResponse(.ok, fields: HTTPFields())
                log.record("begun")
                do throws(HTTPServerFault) {
                    while true {
                        try await stream.write([1])
                        await exchange.loop.nextTurn()
                    }
                } catch {
                    log.record(error.name)
                }
            }
        ) { server in
            let client = try await server.connect()
            client.send("\(method) / HTTP/1.1\r\nHost: a\r\n\r\n")
            try await log.wait(for: "begun", on: server.loop)
            client.close()
            try await log.wait(for: "disconnected", on: server.loop)
        }
    }
}

/// Stays on its connection's loop.
private struct EndedResponse: @unchecked Sendable {
    let stream: HTTPResponseStream
    let exchange: HTTPExchange
}
