import SmugLoop

/// A client that sends whatever bytes it is told to, and reads whatever comes.
///
/// For one loop.
final class RawClient: ByteStreamDelegate, @unchecked Sendable {
    private let stream: ByteStream
    private let loop: EventLoop
    private(set) var received: [UInt8] = []
    private var hasEnded = false
    private var waiter: (enough: (String) -> Bool, resume: (Result<String, any Error>) -> Void)?

    static func connect(to address: SocketAddress, on loop: EventLoop) async throws -> RawClient {
        RawClient(try await ByteStream.connect(to: address, on: loop))
    }

    private init(_ stream: ByteStream) {
        self.stream = stream
        loop = stream.loop
        stream.delegate = self
    }

    func write(_ text: String) { stream.write(Array(text.utf8)) }

    func close() { stream.close() }

    /// All that has come, when it ends with this, or the server has closed.
    func read(until suffix: String) async throws -> String {
        try await read { $0.hasSuffix(suffix) }
    }

    /// All that comes until the server closes.
    func readToEnd() async throws -> String {
        try await read { _ in false }
    }

    /// A client takes nothing from its socket before it is told to.
    private func read(_ enough: @escaping (String) -> Bool) async throws -> String {
        stream.startReading()
        return try await loop.suspend { resume in
            self.waiter = (enough, resume)
            self.wake()
            return { self.waiter = nil }
        }
    }

    func streamDidReceive(_ bytes: Span<UInt8>) {
        for index in bytes.indices { received.append(bytes[index]) }
        wake()
    }

    func streamDidEnd(_ error: LoopError?) {
        hasEnded = true
        stream.close()
        wake()
    }

    func streamDidDrain() {}

    private func wake() {
        guard let waiter else { return }
        let text = String(decoding: received, as: UTF8.self)
        guard hasEnded || waiter.enough(text) else { return }
        self.waiter = nil
        waiter.resume(.success(text))
    }
}
