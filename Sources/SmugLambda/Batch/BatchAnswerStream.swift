internal import SmugHTTP
internal import SmugProtocol
internal import Synchronization

/// The answers to a batch, each on its way as soon as it is written.
///
/// The answer's content type is ``contentType``. Any number of tasks may write; what is written for
/// an item after its end is dropped.
public struct BatchAnswerStream: Sendable {
    /// Of the stream that the answers go to.
    public static let contentType = "application/x-ndjson"

    /// The most of a body that one record holds: a longer one goes in parts.
    private static let maxPartBytes = 256 * 1024

    private let stream: LambdaStream
    private let state = State()

    private final class State: Sendable {
        let ended = Mutex<Set<[UInt8]>>([])
        let isBroken = Mutex(false)
    }

    /// Answers into a stream.
    public init(_ stream: LambdaStream) { self.stream = stream }

    /// Answers an item; with a stream of its own in parts, each as it is written.
    ///
    /// - Throws: a ``LambdaError`` where the answer says what no HTTP response can say, or where
    ///   nobody takes it any more; what a streamed body throws, after the item was told that its
    ///   answer is broken off.
    public func answer(_ item: BatchEvent.Item, _ answer: HTTPAnswer) async throws {
        let checked = try answer.checked()
        guard let body = answer.stream else { return try await self.answer(item, checked) }
        try await begin(item, checked)
        do {
            try await write(checked.body[...], to: item)
            try await body(LambdaStream { try await write($0[...], to: item) })
        } catch {
            try await fail(item, status: .internalServerError, message: "internal error")
            throw error
        }
        try await end(item)
    }

    func answer(_ item: BatchEvent.Item, _ answer: CheckedAnswer) async throws {
        guard answer.body.count > Self.maxPartBytes else {
            return try await last(
                BatchRecord.whole(
                    id: item.utf8[...], status: answer.status, fields: answer.fields,
                    body: answer.body[...], isLine: true), of: item)
        }
        try await begin(item, answer)
        try await write(answer.body[...], to: item)
        try await end(item)
    }

    /// Gives an item up: before the first part its caller gets the status, after it the caller sees
    /// that the answer is broken off.
    public func fail(_ item: BatchEvent.Item, status: Int = 500, message: String) async throws {
        guard status >= 400, let status = HTTPStatus(code: status) else {
            throw LambdaError("an error's status is \(status): it must be 400 to 999")
        }
        try await fail(item, status: status, message: message)
    }

    func fail(_ item: BatchEvent.Item, status: HTTPStatus, message: String) async throws {
        try await last(
            BatchRecord.error(id: item.utf8[...], status: status, message: message), of: item)
    }

    /// Whether an item has its answer, to the end.
    func hasEnded(_ item: BatchEvent.Item) -> Bool {
        state.ended.withLock { $0.contains(item.utf8) }
    }

    /// Whether nobody takes what is written.
    var isBroken: Bool { state.isBroken.withLock { $0 } }

    private func begin(_ item: BatchEvent.Item, _ answer: CheckedAnswer) async throws {
        guard !hasEnded(item) else { return }
        try await write(
            line:
                BatchRecord.head(
                    id: item.utf8[...], status: answer.status, fields: answer.fields))
    }

    private func write(_ bytes: ArraySlice<UInt8>, to item: BatchEvent.Item) async throws {
        var rest = bytes
        while !rest.isEmpty, !hasEnded(item) {
            try await write(
                line:
                    BatchRecord.part(id: item.utf8[...], rest.prefix(Self.maxPartBytes)))
            rest = rest.dropFirst(Self.maxPartBytes)
        }
    }

    private func end(_ item: BatchEvent.Item) async throws {
        try await last(BatchRecord.end(id: item.utf8[...]), of: item)
    }

    private func write(line: [UInt8]) async throws {
        do {
            try await stream.write(line)
        } catch {
            state.isBroken.withLock { $0 = true }
            throw error
        }
    }

    /// Writes the line behind which an item has no other.
    private func last(_ line: [UInt8], of item: BatchEvent.Item) async throws {
        guard state.ended.withLock({ $0.insert(item.utf8).inserted }) else { return }
        try await write(line: line)
    }
}
