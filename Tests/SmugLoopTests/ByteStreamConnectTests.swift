import SmugLoop
import TestSupport
import Testing

@Suite struct ByteStreamConnectTests {
    @Test func `a connection that is refused says so`() throws {
        try TestLoop.run { loop in
            let error = await #expect(throws: LoopError.self) {
                try await ByteStream.connect(to: .nobody, on: loop)
            }
            #expect(error?.code == .connectionRefused)
            #expect(error?.description == "connect: ECONNREFUSED: connection refused")
        }
    }

    @Test func `a connect that is cancelled before does not begin`() throws {
        try TestLoop.run { loop in
            let listener = try TestListener(on: loop)
            let address = try listener.address
            let task = Task(executorPreference: loop) {
                try await ByteStream.connect(to: address, on: loop)
            }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            listener.close()
        }
    }

    @Test func `a connect that is cancelled leaves no handle`() throws {
        try TestLoop.run { loop in
            // An address that is set aside for documents: packets to it are answered by nobody.
            let silent = try #require(SocketAddress(host: "192.0.2.1", port: 9))
            let task = Task(executorPreference: loop) {
                try await ByteStream.connect(to: silent, on: loop)
            }
            await loop.nextTurn()
            task.cancel()
            // Where there is no network at all the system refuses before the cancellation, and some
            // networks have an answer for every address.
            if case .success(let stream) = await task.result { stream.close() }
        }
    }

    @Test func `a cancellation after the connect leaves the stream to its owner`() throws {
        try TestLoop.run { loop in
            let listener = try TestListener(on: loop)
            let address = try listener.address
            let task = Task(executorPreference: loop) {
                try await ByteStream.connect(to: address, on: loop)
            }
            let stream = try await task.value
            task.cancel()
            await loop.nextTurn()
            #expect(!stream.isClosed)
            stream.close()
            listener.close()
        }
    }
}
