internal import SmugLoop

/// One question to one server, until its answer comes or its time is over.
struct DNSExchange: Sendable {
    let question: DNSQuestion
    let server: SocketAddress
    let timeout: Duration
    let loop: EventLoop

    /// - Throws: a `LoopError` where the server cannot be asked or does not answer.
    func run(overTCP: Bool) async throws -> DNSAnswer {
        if !overTCP {
            let answer = try await within(timeout) { try await askOverUDP() }
            guard case .truncated = answer else { return answer }
        }
        return try await within(timeout) { try await askOverTCP() }
    }

    private func within(
        _ timeout: Duration, _ body: @escaping @Sendable () async throws -> DNSAnswer
    ) async throws -> DNSAnswer {
        do {
            return try await loop.run(until: EventLoop.now.advanced(by: timeout), body)
        } catch let error as LoopError where error.code == .timedOut {
            throw LoopError(.timedOut, call: "resolve", message: "no answer in \(timeout)")
        }
    }

    /// Passes over whatever comes that is not the answer: it may be somebody's guess.
    private func askOverUDP() async throws -> DNSAnswer {
        var socket: DatagramSocket?
        defer { socket?.close() }
        return try await loop.suspend { resume in
            let open = try DatagramSocket(to: server, on: loop) { received in
                let answer = received.map { DNSAnswer($0, to: question) }
                if case .success(.other) = answer { return }
                resume(answer.mapError { $0 })
            }
            socket = open
            try open.send(question.message)
            return {}
        }
    }

    /// The same message behind its length, both ways (RFC 1035 section 4.2.2).
    private func askOverTCP() async throws -> DNSAnswer {
        let stream = try await ByteStream.connect(to: server, on: loop)
        defer { stream.close() }
        let message: [UInt8] = try await loop.suspend { resume in
            stream.delegate = DNSStreamReader(resume)
            stream.startReading()
            let message = question.message
            stream.write([UInt8(message.count >> 8), UInt8(message.count & 0xFF)] + message)
            return {}
        }
        let answer = DNSAnswer(message, to: question)
        switch answer {
        case .other, .truncated:
            throw LoopError(.other, call: "resolve", message: "answers over TCP with no answer")
        default: return answer
        }
    }
}

/// Collects one message behind its length.
private final class DNSStreamReader: ByteStreamDelegate {
    private let resume: (Result<[UInt8], any Error>) -> Void
    private var bytes: [UInt8] = []

    init(_ resume: @escaping (Result<[UInt8], any Error>) -> Void) {
        self.resume = resume
    }

    func streamDidReceive(_ part: Span<UInt8>) {
        for index in part.indices { bytes.append(part[index]) }
        guard bytes.count >= 2 else { return }
        let end = 2 + (Int(bytes[0]) << 8 | Int(bytes[1]))
        if bytes.count >= end { resume(.success(Array(bytes[2..<end]))) }
    }

    func streamDidEnd(_ error: LoopError?) {
        let closed = LoopError(.endOfStream, call: "read", message: "it closed the connection")
        resume(.failure(error ?? closed))
    }

    func streamDidDrain() {}
}
