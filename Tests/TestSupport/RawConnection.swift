package import SmugHTTP
package import SmugLoop

/// One end of a connection that a test speaks bytes through.
package final class RawConnection: ByteStreamDelegate, @unchecked Sendable {
    package enum End: Equatable {
        case closed
        case failed(LoopError.Code)
    }

    /// The connection ended in the middle of what a test reads.
    package struct CutOff: Error, Equatable {
        package let end: End

        package init(end: End) { self.end = end }
    }

    package let stream: any ByteTransport
    /// What has arrived and was not read by the test yet.
    package private(set) var received: [UInt8] = []
    package private(set) var end: End?
    private var waiter: (isMet: () -> Bool, resume: (Result<Void, any Error>) -> Void)?

    package init(_ stream: any ByteTransport, isReading: Bool = true) {
        self.stream = stream
        stream.delegate = self
        if isReading { stream.startReading() }
    }

    package static func open(
        to address: SocketAddress, on loop: EventLoop, isReading: Bool = true
    ) async throws -> RawConnection {
        RawConnection(try await ByteStream.connect(to: address, on: loop), isReading: isReading)
    }

    // MARK: - Sending

    package func send(_ text: String) { stream.write(Array(text.utf8)) }

    package func send(_ bytes: [UInt8]) { stream.write(bytes) }

    /// Sends each byte in a packet of its own, as far as the system lets it.
    package func sendByteByByte(_ text: String) async {
        for byte in text.utf8 {
            stream.write([byte])
            await stream.loop.nextTurn()
        }
    }

    package func close() { stream.close() }

    // MARK: - Reading

    /// The next bytes.
    package func read(_ count: Int) async throws -> [UInt8] {
        try await wait { self.received.count >= count || self.end != nil }
        guard received.count >= count else { throw CutOff(end: end ?? .closed) }
        let bytes = Array(received.prefix(count))
        received.removeFirst(count)
        return bytes
    }

    /// All up to the end of the connection, which must be a clean one.
    package func readToEnd() async throws -> String {
        try await waitForEnd()
        guard end == .closed else { throw CutOff(end: end ?? .closed) }
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }

    package func waitForEnd() async throws { try await wait { self.end != nil } }

    package func waitForBytes(_ count: Int) async throws {
        try await wait { self.received.count >= count || self.end != nil }
    }

    /// The next response; interim ones are passed over.
    package func response(to method: HTTPMethod = .get) async throws -> ReceivedResponse {
        var parser = HTTPResponseParser(requestMethod: method)
        var response = ReceivedResponse()
        while true {
            if try take(from: &parser, into: &response) { return response }
            if let end {
                if end == .closed, (try? parser.finish()) == true { return response }
                throw CutOff(end: end)
            }
            let before = received.count
            try await wait { self.received.count > before || self.end != nil }
        }
    }

    /// Reads a response that must be the connection's last, while the test goes on.
    package func readLast() -> Task<ReceivedResponse, any Error> {
        Task(executorPreference: stream.loop) { [self] in
            defer { close() }
            let response = try await response()
            let rest = try await readToEnd()
            guard rest.isEmpty else { throw CutOff(end: .closed) }
            return response
        }
    }

    private func take(
        from parser: inout HTTPResponseParser, into response: inout ReceivedResponse
    ) throws -> Bool {
        let bytes = received
        var offset = 0
        defer { received.removeFirst(offset) }
        while true {
            switch try parser.next(bytes.span, &offset) {
            case .needMore: return false
            case .head(let head): response.head = head
            case .body(let range): response.bytes += bytes[range]
            case .end: return true
            }
        }
    }

    private func wait(until isMet: @escaping () -> Bool) async throws {
        try await stream.loop.suspend { resume in
            self.waiter = (isMet, resume)
            self.check()
            return { self.waiter = nil }
        }
    }

    // MARK: - The stream

    package func streamDidReceive(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { received.append(contentsOf: $0) }
        check()
    }

    package func streamDidEnd(_ error: LoopError?) {
        end = error.map { .failed($0.code) } ?? .closed
        check()
    }

    package func streamDidDrain() {}

    private func check() {
        guard let waiter, waiter.isMet() else { return }
        self.waiter = nil
        waiter.resume(.success(()))
    }
}

/// A response as a test sees it.
package struct ReceivedResponse: Sendable {
    package fileprivate(set) var head: HTTPResponseHead?
    package fileprivate(set) var bytes: [UInt8] = []

    package var status: Int { head?.status.code ?? 0 }
    package var body: String { String(decoding: bytes, as: UTF8.self) }

    package subscript(_ field: String) -> String? { head?.fields[field] }
}
