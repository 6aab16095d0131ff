import SmugLoop
import TestSupport
import Testing

@Suite struct ByteStreamTests {
    @Test(arguments: SocketAddress.loopbackHosts)
    func `bytes go both ways`(host: String) throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop, host: host)
            #expect(pair.client.stream.write(Array("ping".utf8)))
            try await pair.server.wait(forBytes: 4)
            #expect(pair.server.text == "ping")
            #expect(pair.server.stream.write(Array("pong!".utf8)))
            try await pair.client.wait(forBytes: 5)
            #expect(pair.client.text == "pong!")
            pair.close()
        }
    }

    @Test func `ten megabytes come back whole, and who writes is held back meanwhile`() throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop, serverReads: false)
            let server = pair.server
            server.onReceive = { echo in
                // What cannot be sent back is not taken in: that is how a proxy must behave.
                if !echo.stream.write(echo.bytes) { echo.stream.stopReading() }
                echo.forgetBytes()
            }
            server.onDrain = { $0.stream.startReading() }
            var random = SplitMix64(seed: 1)
            let part = (0..<65_536).map { _ in UInt8.random(in: 0...255, using: &random) }
            let parts = 160
            var waits = 0
            for number in 0..<parts {
                // Half of it queues up before anybody reads.
                if number == parts / 2 { server.stream.startReading() }
                guard !pair.client.stream.write(part), number >= parts / 2 else { continue }
                waits += 1
                #expect(pair.client.stream.pendingBytes > 0)
                try await pair.client.waitForDrain()
                #expect(pair.client.stream.pendingBytes == 0)
            }
            #expect(waits > 0)
            try await pair.client.wait(forBytes: parts * part.count)
            for number in 0..<parts {
                let range = number * part.count..<(number + 1) * part.count
                #expect(pair.client.bytes[range].elementsEqual(part))
            }
            pair.close()
        }
    }

    @Test func `nothing arrives while nobody reads, and all of it after`() throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop, serverReads: false)
            pair.client.stream.write(Array("early".utf8))
            for _ in 0..<5 { await loop.nextTurn() }
            #expect(pair.server.bytes.isEmpty)
            pair.server.stream.startReading()
            pair.server.stream.startReading()
            try await pair.server.wait(forBytes: 5)
            #expect(pair.server.text == "early")
            pair.close()
        }
    }

    @Test func `writing nothing is done at once`() throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop)
            #expect(pair.client.stream.write([]))
            #expect(pair.client.drains == 0)
            pair.close()
        }
    }

    // MARK: - The end

    @Test func `a peer that closes is told as the end, once`() throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop)
            pair.client.stream.write(Array("bye".utf8))
            pair.client.stream.close()
            try await pair.server.waitForEnd()
            #expect(pair.server.text == "bye")
            #expect(pair.server.end == .closed)
            pair.server.stream.startReading()
            for _ in 0..<5 { await loop.nextTurn() }
            #expect(pair.server.ends == 1)
            #expect(pair.client.ends == 0)
            pair.close()
        }
    }

    @Test func `an end of the own side leaves the other one open`() throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop)
            pair.client.stream.write(Array("question".utf8))
            pair.client.stream.shutdown()
            pair.client.stream.shutdown()
            try await pair.server.waitForEnd()
            #expect(pair.server.end == .closed)
            pair.server.stream.write(Array("answer".utf8))
            try await pair.client.wait(forBytes: 6)
            #expect(pair.client.text == "answer")
            pair.close()
        }
    }

    @Test func `an end of the own side comes after all that is queued`() throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop, serverReads: false)
            let bytes = [UInt8](repeating: 7, count: 8 * 1024 * 1024)
            #expect(!pair.client.stream.write(bytes))
            pair.client.stream.shutdown()
            pair.server.stream.startReading()
            try await pair.server.waitForEnd()
            #expect(pair.server.bytes.count == bytes.count)
            pair.close()
        }
    }

    @Test func `an abort is told to the peer as a reset`() throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop)
            pair.client.stream.write(Array("half of".utf8))
            try await pair.server.wait(forBytes: 7)
            pair.client.stream.abort()
            try await pair.server.waitForEnd()
            #expect(pair.server.end == .failed(.connectionReset))
            #expect(pair.client.ends == 0)
            pair.close()
        }
    }

    @Test func `a reset that comes together with the last bytes is no clean end`() throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop, serverReads: false)
            pair.client.stream.write(Array("half of".utf8))
            pair.client.stream.abort()
            await loop.settle(to: 1)
            pair.server.stream.startReading()
            try await pair.server.waitForEnd()
            #expect(pair.server.end == .failed(.connectionReset))
            pair.close()
        }
    }

    @Test func `an abort drops what is queued`() throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop, serverReads: false)
            #expect(!pair.client.stream.write([UInt8](repeating: 7, count: 8 * 1024 * 1024)))
            pair.client.stream.abort()
            pair.server.stream.startReading()
            try await pair.server.waitForEnd()
            #expect(pair.server.end == .failed(.connectionReset))
            #expect(pair.client.drains == 0)
            pair.close()
        }
    }

    @Test func `a stream may be closed more than once, and is silent and deaf from then on`() throws
    {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop)
            let stream = pair.client.stream
            #expect(!stream.isClosed)
            stream.close()
            #expect(stream.isClosed)
            stream.close()
            stream.abort()
            stream.shutdown()
            stream.startReading()
            stream.stopReading()
            #expect(stream.write([1, 2, 3]))
            try await pair.server.waitForEnd()
            #expect(pair.server.bytes.isEmpty)
            pair.close()
        }
    }

    @Test func `a stream may be closed from within what it tells`() throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop)
            pair.server.onReceive = { $0.stream.close() }
            pair.client.stream.write([UInt8](repeating: 1, count: 1_000_000))
            try await pair.client.waitForEnd()
            #expect(pair.server.ends == 0)
            pair.close()
        }
    }

    @Test func `a write to a peer that is gone fails and does not end the process`() throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop)
            pair.client.stream.stopReading()
            pair.server.stream.abort()
            while pair.client.end == nil {
                pair.client.stream.write([1])
                await loop.nextTurn()
            }
            #expect(pair.client.end == .failed(.connectionReset))
            #expect(pair.client.ends == 1)
            pair.client.stream.write([1])
            pair.close()
        }
    }

    @Test func `a stream lives until it is closed, and no longer`() throws {
        try TestLoop.run { loop in
            let pair = try await ConnectedPair.open(on: loop)
            weak var stream: ByteStream?
            do {
                let another = try await ConnectedPair.open(on: loop)
                stream = another.client.stream
                another.server.stream.close()
            }
            await loop.nextTurn()
            #expect(stream != nil)
            stream?.close()
            await loop.settle(to: 2)
            #expect(stream == nil)
            pair.close()
        }
    }

    @Test func `a thousand connections leave no handle and no descriptor behind`() async {
        await #expect(processExitsWith: .success) {
            try Descriptors.expectNoneLeft {
                try TestLoop.run { loop in
                    for number in 0..<1_000 {
                        let pair = try await ConnectedPair.open(on: loop)
                        pair.client.stream.write([1])
                        try await pair.server.wait(forBytes: 1)
                        if number.isMultiple(of: 2) { pair.server.stream.abort() }
                        pair.close()
                    }
                }
            }
        }
    }
}
