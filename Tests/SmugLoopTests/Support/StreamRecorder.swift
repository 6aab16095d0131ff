import SmugLoop

/// Keeps what a stream tells and lets a test wait for it.
final class StreamRecorder: ByteStreamDelegate, @unchecked Sendable {
    enum End: Equatable {
        case closed
        case failed(LoopError.Code)
    }

    let stream: ByteStream
    private(set) var bytes: [UInt8] = []
    private(set) var end: End?
    private(set) var ends = 0
    private(set) var drains = 0
    /// Called for each part that arrives.
    var onReceive: ((StreamRecorder) -> Void)?
    /// Called when all that was written is with the system.
    var onDrain: ((StreamRecorder) -> Void)?
    private var waiter: (isMet: () -> Bool, resume: (Result<Void, any Error>) -> Void)?

    init(_ stream: ByteStream, isReading: Bool = true) {
        self.stream = stream
        stream.delegate = self
        if isReading { stream.startReading() }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func forgetBytes() { bytes.removeAll(keepingCapacity: true) }

    /// Waits until something that the stream tells meets the condition.
    func wait(until isMet: @escaping () -> Bool) async throws {
        try await stream.loop.suspend { resume in
            self.waiter = (isMet, resume)
            self.check()
            return { self.waiter = nil }
        }
    }

    func wait(forBytes count: Int) async throws {
        try await wait { self.bytes.count >= count || self.end != nil }
    }

    func waitForEnd() async throws { try await wait { self.end != nil } }

    func waitForDrain() async throws {
        let before = drains
        try await wait { self.drains > before || self.end != nil }
    }

    func streamDidReceive(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { self.bytes.append(contentsOf: $0) }
        onReceive?(self)
        check()
    }

    func streamDidEnd(_ error: LoopError?) {
        end = error.map { .failed($0.code) } ?? .closed
        ends += 1
        check()
    }

    func streamDidDrain() {
        drains += 1
        onDrain?(self)
        check()
    }

    private func check() {
        guard let waiter, waiter.isMet() else { return }
        self.waiter = nil
        waiter.resume(.success(()))
    }
}
