internal import SmugHTTP
internal import SmugLoop
internal import SmugNet

/// The calls of the Runtime API, over one kept connection.
///
/// Only for its loop. A connection that was lost is opened again before the next call; a call that
/// has been sent is never sent again, since nobody knows whether it was taken.
final class RuntimeAPIClient: @unchecked Sendable {
    /// Lambda's own limit is 6 MB; an emulator may hand out more.
    private static let maxEventBytes = 64 * 1024 * 1024

    private let endpoint: RuntimeEndpoint
    private let loop: EventLoop
    private let backoff: Backoff
    private var connection: HTTPClientConnection?
    private var isPolling = false
    /// Whether no further event is wanted.
    private(set) var isEnding = false

    init(_ endpoint: RuntimeEndpoint, on loop: EventLoop, backoff: Backoff) {
        self.endpoint = endpoint
        self.loop = loop
        self.backoff = backoff
    }

    /// Waits for the next event, as long as it takes.
    func next() async throws(RuntimeAPIError) -> HTTPResponse {
        isPolling = true
        defer { isPolling = false }
        return try await call(.get, "/2018-06-01/runtime/invocation/next")
    }

    /// Hands in an invocation's answer.
    func respond(to invocation: Invocation, _ answer: [UInt8]) async throws(RuntimeAPIError) {
        var fields = invocation.echoedFields
        fields.append(name: "content-type", value: "application/json")
        _ = try await call(
            .post, "/2018-06-01/runtime/invocation/\(invocation.pathID)/response", fields, answer)
    }

    /// Hands in an invocation's error.
    func fail(_ invocation: Invocation, _ error: ErrorDocument) async throws(RuntimeAPIError) {
        try await report(
            error, to: "/2018-06-01/runtime/invocation/\(invocation.pathID)/error",
            invocation.echoedFields)
    }

    /// Tells that the function cannot start.
    func failInitialization(_ error: ErrorDocument) async throws(RuntimeAPIError) {
        try await report(error, to: "/2018-06-01/runtime/init/error", HTTPFields())
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

    private func report(_ error: ErrorDocument, to path: String, _ echoed: HTTPFields)
        async throws(RuntimeAPIError)
    {
        var fields = echoed
        fields.append(name: "content-type", value: "application/vnd.aws.lambda.error+json")
        error.appendType(to: &fields)
        _ = try await call(.post, path, fields, error.bytes)
    }

    private func call(
        _ method: HTTPMethod, _ path: String, _ fields: HTTPFields = HTTPFields(),
        _ body: [UInt8] = []
    ) async throws(RuntimeAPIError) -> HTTPResponse {
        let connection = try await connected()
        if isPolling, isEnding { throw .ending }
        var fields = fields
        fields.append(name: "user-agent", value: "smug-lambda")
        let response: HTTPResponse
        do {
            response = try await connection.send(
                HTTPClientRequest(method, endpoint.basePath + path, fields: fields, body: body))
        } catch {
            if error is CancellationError || isPolling && isEnding { throw .ending }
            throw .lost(call: path, reason: RuntimeAPIError.reason(error))
        }
        guard (200..<300).contains(response.status.code) else {
            throw .refused(call: path, response.status, body: response.body)
        }
        return response
    }

    // MARK: - The connection

    private func connected() async throws(RuntimeAPIError) -> HTTPClientConnection {
        if let connection, connection.isReusable { return connection }
        var backoff = backoff
        while true {
            do {
                let connection = try await connect()
                self.connection = connection
                return connection
            } catch {
                if isPolling, isEnding { throw .ending }
                guard let delay = backoff.delayAfterFailure() else {
                    throw .unreachable(endpoint, reason: "\(error)")
                }
                do { try await loop.sleep(for: delay) } catch { throw .ending }
            }
        }
    }

    private func connect() async throws -> HTTPClientConnection {
        var failure = LoopError(.hostUnknown, call: "getaddrinfo", message: "it has no address")
        for address in try await addresses() {
            do {
                return try await HTTPClientConnection.connect(
                    to: address, on: loop, maxResponseBytes: Self.maxEventBytes)
            } catch let error as LoopError {
                failure = error
            }
        }
        throw failure
    }

    /// A statically linked program has no resolver: it must not be asked for what is known.
    private func addresses() async throws -> [SocketAddress] {
        let host = endpoint.host == "localhost" ? "127.0.0.1" : endpoint.host
        return try await NameResolution.addresses(of: host, port: endpoint.port, on: loop)
    }
}
