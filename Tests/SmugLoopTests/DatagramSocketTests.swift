import SmugLoop
import TestSupport
import Testing

@Suite struct DatagramSocketTests {
    @Test func `a peer that is not there is told`() throws {
        try TestLoop.run { loop in
            // A port that was free a moment ago; of TCP, which nobody serves over UDP.
            let any = try #require(SocketAddress(host: "127.0.0.1", port: 0))
            let listener = try TCPListener(on: loop, address: any) { _, _ in }
            defer { listener.close() }
            var socket: DatagramSocket?
            defer { socket?.close() }
            let code: LoopError.Code = try await loop.suspend { resume in
                let open = try DatagramSocket(to: listener.address, on: loop) { received in
                    guard case .failure(let error) = received else { return }
                    resume(.success(error.code))
                }
                socket = open
                try open.send([1])
                return {}
            }
            #expect(code == .connectionRefused)
        }
    }
}
