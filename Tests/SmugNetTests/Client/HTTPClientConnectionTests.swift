import SmugHTTP
import SmugLoop
import SmugNet
import TestSupport
import Testing

@Suite struct HTTPClientConnectionTests {
    private static let get = HTTPClientRequest(.get, "/path?q")
    private static let ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"

    /// Hands both ends of one connection to a test and closes them after it.
    private static func connected(
        maxResponseBytes: Int = 1_000_000,
        _ body: @escaping @Sendable (HTTPClientConnection, RawConnection) async throws -> Void
    ) throws {
        try TestLoop.run { loop in
            let server = try ScriptedServer(on: loop)
            let client = try await HTTPClientConnection.connect(
                to: server.address, host: "a", on: loop, maxResponseBytes: maxResponseBytes)
            let peer = try await server.next()
            defer {
                client.close()
                peer.close()
                server.close()
            }
            try await body(client, peer)
        }
    }

    /// Sends a request while the server's side says its part.
    private static func exchange(
        _ client: HTTPClientConnection, _ peer: RawConnection,
        _ request: HTTPClientRequest = get, answer: @escaping (RawConnection) async throws -> Void
    ) async throws -> HTTPResponse {
        async let response = client.send(request)
        try await peer.waitForBytes(1)
        try await answer(peer)
        return try await response
    }

    // MARK: - Requests

    @Test func `a request goes out whole, once`() throws {
        try Self.connected { client, peer in
            var request = HTTPClientRequest(
                .post, "/x", fields: HTTPFields([("x-a", "1"), ("content-length", "99")]))
            request.body = Array("body".utf8)
            let response = try await Self.exchange(client, peer, request) { $0.send(Self.ok) }
            #expect(String(decoding: response.body, as: UTF8.self) == "ok")
            let sent = String(decoding: peer.received, as: UTF8.self)
            #expect(
                sent == "POST /x HTTP/1.1\r\nhost: a\r\nx-a: 1\r\ncontent-length: 4\r\n\r\nbody")
        }
    }

    @Test func `a request that cannot be written leaves the connection as it was`() throws {
        try Self.connected { client, peer in
            await #expect(throws: HTTPRequestSerializer.Refusal.invalidTarget) {
                try await client.send(HTTPClientRequest(.get, "/a b"))
            }
            #expect(client.isReusable)
            let response = try await Self.exchange(client, peer) { $0.send(Self.ok) }
            #expect(response.status == .ok)
        }
    }

    @Test func `a request of ten megabytes goes out behind a slow server`() throws {
        try Self.connected { client, peer in
            let request = HTTPClientRequest(
                .put, "/", body: [UInt8](repeating: 3, count: 10_000_000))
            let response = try await Self.exchange(client, peer, request) { peer in
                try await peer.waitForBytes(10_000_000)
                peer.send(Self.ok)
            }
            #expect(response.status == .ok)
        }
    }

    // MARK: - Answers

    struct Answer: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        let status: Int
        let body: String
        var isReusable = true
        var method = HTTPMethod.get

        var testDescription: String { name }
    }

    static let answers: [Answer] = [
        Answer(name: "a length", text: ok, status: 200, body: "ok"),
        Answer(
            name: "no body", text: "HTTP/1.1 204 No Content\r\n\r\n", status: 204, body: ""),
        Answer(
            name: "chunks",
            text: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
                + "3\r\none\r\n3;x=y\r\ntwo\r\n0\r\nx-trailer: 1\r\n\r\n", status: 200,
            body: "onetwo"),
        Answer(
            name: "interim answers first",
            text: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"
                + ok, status: 200, body: "ok"),
        Answer(
            name: "an answer to HEAD",
            text: "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n", status: 200, body: "",
            method: .head),
        Answer(
            name: "an answer that is the last",
            text: "HTTP/1.1 500 Oops\r\ncontent-length: 4\r\nconnection: close\r\n\r\noops",
            status: 500, body: "oops", isReusable: false),
        Answer(
            name: "an answer of HTTP/1.0", text: "HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok",
            status: 200, body: "ok", isReusable: false),
    ]

    @Test(arguments: answers)
    func `an answer is read, in one piece and byte by byte`(answer: Answer) throws {
        for isInPieces in [false, true] {
            try Self.connected { client, peer in
                let response = try await Self.exchange(
                    client, peer, HTTPClientRequest(answer.method, "/")
                ) { peer in
                    if isInPieces {
                        await peer.sendByteByByte(answer.text)
                    } else {
                        peer.send(answer.text)
                    }
                }
                #expect(response.status.code == answer.status)
                #expect(String(decoding: response.body, as: UTF8.self) == answer.body)
                #expect(client.isReusable == answer.isReusable)
            }
        }
    }

    @Test func `a connection takes one request after the other`() throws {
        try Self.connected { client, peer in
            for number in 0..<50 {
                let response = try await Self.exchange(client, peer) { peer in
                    _ = try await peer.read(1)
                    peer.send("HTTP/1.1 200 OK\r\ncontent-length: \(number)\r\n\r\n")
                    peer.send(String(repeating: "x", count: number))
                }
                #expect(response.body.count == number)
                #expect(client.isReusable)
            }
        }
    }

    @Test func `an answer without a length ends with the connection`() throws {
        try Self.connected { client, peer in
            let response = try await Self.exchange(client, peer) { peer in
                peer.send("HTTP/1.1 200 OK\r\n\r\nuntil ")
                await peer.sendByteByByte("the end")
                peer.close()
            }
            #expect(String(decoding: response.body, as: UTF8.self) == "until the end")
            #expect(!client.isReusable)
        }
    }

    @Test func `an answer without a length that is reset is no answer`() throws {
        try Self.connected { client, peer in
            let error = await #expect(throws: HTTPClientError.self) {
                try await Self.exchange(client, peer) { peer in
                    peer.send("HTTP/1.1 200 OK\r\n\r\nhalf")
                    peer.stream.abort()
                }
            }
            #expect(error?.name == "connection failed: connectionReset")
        }
    }

    @Test func `an answer at the limit is taken and one above it is not`() throws {
        for (limit, isTaken) in [(2, true), (1, false)] {
            try Self.connected(maxResponseBytes: limit) { client, peer in
                let result: String
                do {
                    _ = try await Self.exchange(client, peer) { $0.send(Self.ok) }
                    result = "taken"
                } catch let error as HTTPClientError {
                    result = error.name
                }
                #expect(result == (isTaken ? "taken" : "over 1 bytes"))
                #expect(client.isReusable == isTaken)
            }
        }
    }

    // MARK: - Failures

    struct Failure: CustomTestStringConvertible, Sendable {
        let text: String
        let name: String

        var testDescription: String { "\(text.debugDescription): \(name)" }
    }

    @Test(arguments: [
        Failure(text: "", name: "closed"),
        Failure(text: "HTTP/1.1 2", name: "closed"),
        Failure(text: "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nok", name: "closed"),
        Failure(
            text: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n",
            name: "closed"),
        Failure(text: "HTTP/1.1 100 Continue\r\n\r\n", name: "closed"),
        Failure(text: "SSH-2.0-OpenSSH\r\n", name: "malformed_status_line"),
        Failure(
            text: "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n", name: "invalid_content_length"),
    ])
    func `an answer that is cut off or is none is an error, and the last`(failure: Failure) throws {
        try Self.connected { client, peer in
            let error = await #expect(throws: HTTPClientError.self) {
                try await Self.exchange(client, peer) { peer in
                    peer.send(failure.text)
                    peer.close()
                }
            }
            #expect(error?.name == failure.name)
            #expect(!client.isReusable)
            let again = await #expect(throws: HTTPClientError.self) {
                try await client.send(Self.get)
            }
            #expect(again?.name == failure.name)
        }
    }

    @Test func `bytes that nobody asked for make a connection useless`() throws {
        try Self.connected { client, peer in
            let response = try await Self.exchange(client, peer) { $0.send(Self.ok + "HTTP") }
            #expect(response.status == .ok)
            #expect(!client.isReusable)
        }
        try Self.connected { client, peer in
            peer.send("HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n")
            try await peer.waitForEnd()
            #expect(!client.isReusable)
        }
    }

    @Test func `a server that closes an idle connection makes it useless`() throws {
        try Self.connected { client, peer in
            _ = try await Self.exchange(client, peer) { $0.send(Self.ok) }
            #expect(client.isReusable)
            peer.close()
            while client.isReusable { await peer.stream.loop.nextTurn() }
            let error = await #expect(throws: HTTPClientError.self) {
                try await client.send(Self.get)
            }
            #expect(error?.name == "closed")
        }
    }

    @Test func `a request is cancelled before, and the connection is as it was`() throws {
        try Self.connected { client, peer in
            let task = Task(executorPreference: peer.stream.loop) {
                try await client.send(Self.get)
            }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(client.isReusable)
            let response = try await Self.exchange(client, peer) { $0.send(Self.ok) }
            #expect(response.status == .ok)
        }
    }

    @Test func `a request that is cancelled while it waits closes the connection`() throws {
        try Self.connected { client, peer in
            let task = Task(executorPreference: peer.stream.loop) {
                try await client.send(Self.get)
            }
            try await peer.waitForBytes(1)
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(!client.isReusable)
            try await peer.waitForEnd()
        }
    }

    @Test func `a request that waits when its connection is closed fails`() throws {
        try Self.connected { client, peer in
            let error = await #expect(throws: HTTPClientError.self) {
                try await Self.exchange(client, peer) { _ in client.close() }
            }
            #expect(error?.name == "closed")
        }
    }

    @Test func `a client that nobody holds closes its connection`() throws {
        try TestLoop.run { loop in
            let server = try ScriptedServer(on: loop)
            _ = try await HTTPClientConnection.connect(to: server.address, on: loop)
            let peer = try await server.next()
            try await peer.waitForEnd()
            peer.close()
            server.close()
        }
    }

    @Test func `the client and the server of the house understand each other`() throws {
        try TestServer.serve(loops: 2, handler: { await $0.echo() }) { server in
            let client = try await HTTPClientConnection.connect(
                to: server.address, on: server.loop)
            for size in [0, 1, 1_000, 1_000_000] {
                var random = SplitMix64(seed: UInt64(size))
                let body = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
                let response = try await client.send(HTTPClientRequest(.post, "/", body: body))
                #expect(response.status == .ok)
                #expect(response.body == body)
            }
            client.close()
        }
    }
}

extension HTTPClientError {
    fileprivate var name: String {
        switch self {
        case .connectionClosed: "closed"
        case .connectionFailed(let error): "connection failed: \(error.code)"
        case .malformed(let error): error.code.rawValue
        case .responseTooLarge(let limit): "over \(limit) bytes"
        }
    }
}
