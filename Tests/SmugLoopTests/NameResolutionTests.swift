import SmugLoop
import TestSupport
import Testing

@Suite struct NameResolutionTests {
    @Test(arguments: ["127.0.0.1", "::1", "192.0.2.7"])
    func `a numeric address is its own answer`(host: String) throws {
        let addresses = try TestLoop.run { loop in
            try await NameResolution.addresses(of: host, port: 81, on: loop)
        }
        #expect(addresses == [try #require(SocketAddress(host: host, port: 81))])
    }

    @Test func `this machine has a name for itself`() throws {
        let addresses = try TestLoop.run { loop in
            try await NameResolution.addresses(of: "localhost", port: 8080, on: loop)
        }
        #expect(!addresses.isEmpty)
        #expect(addresses.allSatisfy { $0.isLoopback && $0.port == 8080 })
    }

    /// The name is longer than any name may be, so that no server is asked.
    @Test func `a host that nobody knows says so`() throws {
        try TestLoop.run { loop in
            let name = String(repeating: "a", count: 64) + ".invalid"
            let error = await #expect(throws: LoopError.self) {
                try await NameResolution.addresses(of: name, port: 80, on: loop)
            }
            #expect(error?.code == .hostUnknown)
            #expect(error?.call == "getaddrinfo")
        }
    }

    @Test func `a lookup that is cancelled is given up`() throws {
        try TestLoop.run { loop in
            let task = Task(executorPreference: loop) {
                try await NameResolution.addresses(of: "localhost", port: 80, on: loop)
            }
            let early = Task(executorPreference: loop) {
                try await NameResolution.addresses(of: "localhost", port: 80, on: loop)
            }
            early.cancel()
            await loop.nextTurn()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await early.value }
            // It may have been faster than the cancellation.
            if case .failure(let error) = await task.result { #expect(error is CancellationError) }
        }
    }
}
