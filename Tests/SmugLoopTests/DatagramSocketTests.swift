import SmugLoop
import TestSupport
import Testing

@Suite struct DatagramSocketTests {
    @Test func `a peer that is not there is told`() throws {
        try TestLoop.run { loop in
            var socket: DatagramSocket?
            defer { socket?.close() }
            let code: LoopError.Code = try await loop.suspend { resume in
                let open = try DatagramSocket(to: .nobody, on: loop) { received in
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
