import SmugLoop
import TestSupport
import Testing

@Suite struct ByteStreamDeliveryTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let mayHaveArrived: Bool
        /// What the server does, and what the client writes, after both have exchanged a word.
        let happens: @Sendable (ConnectedPair) async throws -> Void
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "read, then closed", mayHaveArrived: true) { pair in
            pair.client.stream.write(Array("more".utf8))
            try await pair.server.wait(forBytes: 8)
            pair.server.stream.close()
        },
        Case(name: "read, then reset", mayHaveArrived: true) { pair in
            pair.client.stream.write(Array("more".utf8))
            try await pair.server.wait(forBytes: 8)
            pair.server.stream.abort()
        },
        Case(name: "closed while it was there and nobody had read it", mayHaveArrived: true) {
            pair in
            pair.server.stream.stopReading()
            pair.client.stream.write(Array("more".utf8))
            pair.server.stream.close()
        },
        Case(name: "closed before it was written", mayHaveArrived: false) { pair in
            pair.server.stream.close()
            pair.client.stream.write(Array("more".utf8))
        },
        Case(name: "reset before the system had taken it all", mayHaveArrived: false) { pair in
            pair.server.stream.stopReading()
            pair.client.stream.write([UInt8](repeating: 1, count: 16 * 1024 * 1024))
            pair.server.stream.abort()
        },
    ])
    func `what a peer cannot have had is known`(case: Case) throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop)
            let client = pair.client.stream
            client.write(Array("word".utf8))
            try await pair.server.wait(forBytes: 4)
            pair.server.stream.write(Array("word".utf8))
            try await pair.client.wait(forBytes: 4)
            let before = client.writtenBytes
            #expect(before == 4)
            try await `case`.happens(pair)
            try await pair.client.waitForEnd()
            #expect(client.mayHaveArrived(after: before) == `case`.mayHaveArrived)
            // Who counts on more than there was knows nothing.
            if client.pendingBytes == 0 { #expect(client.mayHaveArrived(after: .max)) }
            pair.close()
        }
    }

    @Test func `what has arrived is told at once, and the end behind it`() throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop)
            let bytes = [UInt8](repeating: 7, count: 10_000)
            pair.server.stream.write(bytes)
            pair.client.takeArrived { $0.bytes.count >= bytes.count }
            #expect(pair.client.bytes == bytes)
            #expect(pair.client.end == nil)
            pair.server.stream.close()
            pair.client.takeArrived { $0.end != nil }
            #expect(pair.client.end == .closed)
            pair.client.stream.takeArrived()
            for _ in 0..<5 { await loop.nextTurn() }
            #expect(pair.client.ends == 1)
            pair.close()
        }
    }

    @Test func `a reset that has arrived is told at once`() throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop)
            pair.server.stream.abort()
            pair.client.takeArrived { $0.end != nil }
            #expect(pair.client.end == .failed(.connectionReset))
            pair.close()
        }
    }

    @Test func `who does not read is told nothing`() throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop, serverReads: false)
            pair.client.stream.write([1])
            pair.server.stream.takeArrived()
            #expect(pair.server.bytes.isEmpty)
            pair.close()
        }
    }
}

extension StreamRecorder {
    /// Takes what has arrived until there is what the system is still about to bring: without a
    /// turn of the loop.
    fileprivate func takeArrived(until isEnough: (StreamRecorder) -> Bool) {
        let limit = EventLoop.now.advanced(by: .seconds(60))
        repeat { stream.takeArrived() } while !isEnough(self) && EventLoop.now < limit
    }
}
