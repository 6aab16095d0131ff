import COpenSSL
import SmugLoop
import TestSupport
import Testing

@testable import SmugTLS

@Suite struct TLSTransportTests {
    @Test(arguments: [1, 7, 1000, Int.max])
    func `bytes cross both ways, whatever pieces they arrive in`(pieceSize: Int) throws {
        try TestLoop.run { loop in
            let stage = try TLSStage(on: loop)
            let (client, server) = try await stage.connect(pieceSize: pieceSize)
            let large = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
            client.send("question")
            #expect(try await server.read(8) == Array("question".utf8))
            server.stream.write(Array("head".utf8), large)
            #expect(try await client.read(4 + large.count) == Array("head".utf8) + large)
            #expect(client.stream.agreedProtocol == .http1)
            client.close()
            try await server.waitForEnd()
            #expect(server.end == .closed)
            server.close()
        }
    }

    @Test func `what is written before the handshake goes out after it`() throws {
        try TestLoop.run { loop in
            let stage = try TLSStage(on: loop)
            let (near, far) = MemoryTransport.pair(on: loop)
            let server = RawConnection(stage.server.transport(over: far))
            server.send("early")
            #expect(server.stream.pendingBytes == 5)
            let client = RawConnection(
                try await stage.client().connect(over: near, timeout: .seconds(30)))
            #expect(try await client.read(5) == Array("early".utf8))
            client.close()
            try await server.waitForEnd()
            server.close()
        }
    }

    @Test func `an end that the peer has not said is no clean one`() throws {
        try TestLoop.run { loop in
            let stage = try TLSStage(on: loop)
            let (near, far) = MemoryTransport.pair(on: loop)
            let server = RawConnection(stage.server.transport(over: far))
            let client = RawConnection(
                try await stage.client().connect(over: near, timeout: .seconds(30)))
            client.send("part")
            #expect(try await server.read(4) == Array("part".utf8))
            near.close()
            try await server.waitForEnd()
            #expect(server.end == .failed(.connectionReset))
            server.close()
            client.close()
        }
    }

    @Test func `a side that has ended is still answered`() throws {
        try TestLoop.run { loop in
            let (client, server) = try await TLSStage(on: loop).connect()
            client.send("all")
            client.stream.shutdown()
            #expect(try await server.readToEnd() == "all")
            server.send("answer")
            #expect(try await client.read(6) == Array("answer".utf8))
            server.close()
            try await client.waitForEnd()
            #expect(client.end == .closed)
            client.close()
        }
    }

    @Test func `what comes after the peer's end is dropped`() throws {
        try TestLoop.run { loop in
            let stage = try TLSStage(on: loop)
            let (near, far) = MemoryTransport.pair(on: loop)
            let transport = stage.server.transport(over: far)
            let server = RawConnection(transport)
            let client = RawConnection(
                try await stage.client().connect(over: near, timeout: .seconds(30)))
            client.stream.shutdown()
            try await server.waitForEnd()
            _ = near.write([UInt8](repeating: 1, count: 1000))
            for _ in 0..<20 { await loop.nextTurn() }
            #expect((transport as? TLSTransport)?.engine.holdsInput == false)
            server.close()
            client.close()
        }
    }

    @Test func `who does not read is not read to`() throws {
        try TestLoop.run { loop in
            let (client, server) = try await TLSStage(on: loop).connect()
            server.stream.stopReading()
            client.send("wait")
            for _ in 0..<20 { await loop.nextTurn() }
            #expect(server.received.isEmpty)
            server.stream.startReading()
            #expect(try await server.read(4) == Array("wait".utf8))
            client.close()
            try await server.waitForEnd()
            server.close()
        }
    }

    @Test func `who stops between two records gets the second when it goes on`() throws {
        try TestLoop.run { loop in
            let stage = try TLSStage(on: loop)
            let (near, far) = MemoryTransport.pair(on: loop)
            let reader = OneAtATime(stage.server.transport(over: far))
            let client = RawConnection(
                try await stage.client().connect(over: near, timeout: .seconds(30)))
            // Both records in one piece.
            client.send("one")
            client.send("two")
            for _ in 0..<20 { await loop.nextTurn() }
            #expect(reader.parts == ["one"])
            reader.transport.startReading()
            for _ in 0..<20 { await loop.nextTurn() }
            #expect(reader.parts == ["one", "two"])
            reader.transport.close()
            client.close()
        }
    }

    @Test func `a write that is not taken says so, and when it is`() throws {
        try TestLoop.run { loop in
            let stage = try TLSStage(on: loop)
            let (near, far) = MemoryTransport.pair(on: loop)
            let server = DrainCounter(stage.server.transport(over: far))
            let client = RawConnection(
                try await stage.client().connect(over: near, timeout: .seconds(30)))
            for _ in 0..<20 { await loop.nextTurn() }
            far.capacity = 1000
            client.stream.stopReading()
            let before = server.drains
            #expect(!server.transport.write([UInt8](repeating: 1, count: 50_000)))
            #expect(server.transport.pendingBytes > 49_000)
            client.stream.startReading()
            _ = try await client.read(50_000)
            for _ in 0..<20 { await loop.nextTurn() }
            #expect(server.drains == before + 1)
            server.transport.close()
            client.close()
        }
    }

    @Test func `a peer that has keys changed and takes nothing is cut off`() throws {
        try TestLoop.run { loop in
            let stage = try TLSStage(on: loop)
            let (near, far) = MemoryTransport.pair(on: loop)
            far.capacity = 0
            let server = RawConnection(stage.server.transport(over: far))
            let transport = try await stage.client().connect(over: near, timeout: .seconds(30))
            near.stopReading()
            for _ in 0..<10_000 where server.end == nil {
                transport.engine.configure { ssl in
                    _ = SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED)
                }
                transport.write([1])
                await loop.nextTurn()
            }
            #expect(server.end == .failed(.other))
            #expect(far.isClosed)
            #expect(stage.server.counters.untaken == 1)
            transport.close()
        }
    }
}

/// Stops reading after each part that arrives.
private final class OneAtATime: ByteStreamDelegate {
    let transport: any ByteTransport
    private(set) var parts: [String] = []

    init(_ transport: any ByteTransport) {
        self.transport = transport
        transport.delegate = self
        transport.startReading()
    }

    func streamDidReceive(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { parts.append(String(decoding: $0, as: UTF8.self)) }
        transport.stopReading()
    }

    func streamDidEnd(_ error: LoopError?) {}
    func streamDidDrain() {}
}

private final class DrainCounter: ByteStreamDelegate {
    let transport: any ByteTransport
    private(set) var drains = 0

    init(_ transport: any ByteTransport) {
        self.transport = transport
        transport.delegate = self
        transport.startReading()
    }

    func streamDidReceive(_ bytes: Span<UInt8>) {}
    func streamDidEnd(_ error: LoopError?) {}
    func streamDidDrain() { drains += 1 }
}
