internal import SmugHTTP
internal import SmugLoop
internal import SmugNet

/// The calls of the Runtime API, over one kept connection.
///
/// Only for its loop. A connection that was lost is opened again before the next call; a call that
/// has been sent is never sent again, since nobody knows whether it was taken.
final class RuntimeAPIClient: @unchecked Sendable {
    private let calls: RuntimeCalls
    private let connector: RuntimeConnector
    private let loop: EventLoop
    private var connection: HTTPClientConnection?
    private var isPolling = false
    /// Whether no further event is wanted.
    private(set) var isEnding = false

    init(_ endpoint: RuntimeEndpoint, on loop: EventLoop, backoff: Backoff) {
        calls = RuntimeCalls(endpoint)
        connector = RuntimeConnector(endpoint, on: loop, backoff: backoff)
        self.loop = loop
    }

    /// Waits for the next event, as long as it takes.
    func next() async throws(RuntimeAPIError) -> HTTPResponse {
        isPolling = true
        defer { isPolling = false }
        return try await call(calls.next)
    }

    /// Hands in an invocation's answer.
    func respond(to invocation: Invocation, _ answer: [UInt8], contentType: String)
        async throws(RuntimeAPIError)
    {
        _ = try await call(
            calls.response(to: invocation, contentType: contentType, count: answer.count), answer)
    }

    /// Hands in an invocation's error.
    func fail(_ invocation: Invocation, _ error: ErrorDocument) async throws(RuntimeAPIError) {
        let body = error.bytes
        _ = try await call(calls.error(error, of: invocation, count: body.count), body)
    }

    /// Tells that the function cannot start.
    func failInitialization(_ error: ErrorDocument) async throws(RuntimeAPIError) {
        let body = error.bytes
        _ = try await call(calls.initializationError(error, count: body.count), body)
    }

    /// Waits until Lambda has taken a snapshot of the process and restored it.
    func waitForRestore() async throws(RuntimeAPIError) {
        _ = try await call(calls.restore)
        // The connection is of before the snapshot.
        close()
    }

    /// Tells that the function cannot go on after it was restored.
    func failRestore(_ error: ErrorDocument) async throws(RuntimeAPIError) {
        let body = error.bytes
        _ = try await call(calls.restoreError(error, count: body.count), body)
    }

    /// Hands in an invocation's answer as `write` writes it.
    ///
    /// - Throws: what `write` throws before it has written anything.
    func stream(
        to invocation: Invocation, contentType: String, _ write: LambdaAnswer.StreamBody
    ) async throws {
        let call = calls.response(to: invocation, contentType: contentType, count: nil)
        let connection = try await connected()
        let answer = StreamedAnswer(on: connection, head: call.head)
        let loop = loop
        let stream = LambdaStream { part in
            try await loop.onLoop { try await answer.write(part) }
        }
        let outcome: Result<HTTPResponse, any Error>
        do {
            try await write(stream)
            outcome = await Result { try await answer.finish() }
        } catch {
            guard answer.hasBegun else { throw error }
            let document = ErrorDocument(error)
            invocation.context.log.error("the handler failed in its answer", document.fields)
            outcome = await Result { try await answer.fail(document) }
        }
        try Self.check(outcome, of: call)
    }

    /// Gives up the poll, and every one to come; an answer at hand can still be handed in.
    func end() {
        isEnding = true
        if isPolling { connection?.close() }
    }

    func close() {
        connection?.close()
        connection = nil
    }

    private func call(_ call: RuntimeCall, _ body: [UInt8] = []) async throws(RuntimeAPIError)
        -> HTTPResponse
    {
        let connection = try await connected()
        if isPolling, isEnding { throw .ending }
        let outcome = await Result {
            try await connection.send(call.method, head: call.head, body: body)
        }
        if case .failure(let error) = outcome {
            if error is CancellationError || isPolling && isEnding { throw .ending }
        }
        return try Self.check(outcome, of: call)
    }

    @discardableResult
    private static func check(
        _ outcome: Result<HTTPResponse, any Error>, of call: RuntimeCall
    ) throws(RuntimeAPIError) -> HTTPResponse {
        switch outcome {
        case .failure(let error):
            throw .lost(call: call.path, reason: RuntimeAPIError.reason(error))
        case .success(let response) where (200..<300).contains(response.status.code):
            return response
        case .success(let response):
            throw .refused(call: call.path, response.status, body: response.body)
        }
    }

    private func connected() async throws(RuntimeAPIError) -> HTTPClientConnection {
        if let connection, connection.isReusable { return connection }
        let connection = try await connector.connect { [self] in isPolling && isEnding }
        self.connection = connection
        return connection
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
