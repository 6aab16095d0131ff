internal import SmugHTTP
internal import SmugJSON
internal import SmugLoop
internal import SmugNet

/// The calls of the Extensions API, over one kept connection.
///
/// Only for its loop.
final class ExtensionAPIClient: @unchecked Sendable {
    private static let version = "/2020-01-01/extension"

    private let basePath: String
    private let connector: RuntimeConnector
    private var connection: HTTPClientConnection?
    /// What Lambda knows the extension by, once it has registered.
    private var identifier: String?
    private(set) var isEnding = false
    private var isWaiting = false

    init(_ endpoint: RuntimeEndpoint, on loop: EventLoop, backoff: Backoff) {
        basePath = endpoint.basePath
        connector = RuntimeConnector(endpoint, on: loop, backoff: backoff)
    }

    /// Registers for events such as `INVOKE`.
    func register(_ name: String, for events: [String]) async throws
        -> LambdaExtension.Registration
    {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("events")
        writer.beginArray()
        for event in events { writer.string(event) }
        writer.endArray()
        writer.endObject()
        let response = try await call(
            .post, Self.version + "/register",
            [
                ("lambda-extension-name", name),
                ("lambda-extension-accept-feature", "accountId"),
                ("content-type", "application/json"),
            ], writer.bytes)
        guard let identifier = response.fields["lambda-extension-identifier"] else {
            throw LambdaError(
                "the Extensions API has answered without Lambda-Extension-Identifier")
        }
        self.identifier = identifier
        let document = try? JSONValue(parsing: response.body)
        return LambdaExtension.Registration(
            functionName: document?["functionName"]?.string ?? "",
            functionVersion: document?["functionVersion"]?.string ?? "",
            handlerName: document?["handler"]?.string ?? "",
            accountID: document?["accountId"]?.string)
    }

    /// Waits for the next event, as long as it takes.
    func next() async throws -> [UInt8] {
        isWaiting = true
        defer { isWaiting = false }
        return try await call(.get, Self.version + "/event/next").body
    }

    /// Has Lambda send telemetry to a port of this environment.
    func subscribe(to api: TelemetryAPI, _ settings: TelemetrySettings, port: UInt16) async throws {
        _ = try await call(
            .put, api.path, [("content-type", "application/json")],
            settings.subscription(schema: api.schema, port: port))
    }

    /// Tells that the extension cannot start, which ends the environment.
    func failInitialization(_ error: ErrorDocument) async throws {
        try await report(error, to: "/init/error")
    }

    /// Tells that the extension ends with an error.
    func failExit(_ error: ErrorDocument) async throws {
        try await report(error, to: "/exit/error")
    }

    /// Gives up the wait for an event, and every one to come.
    func end() {
        isEnding = true
        if isWaiting { connection?.close() }
    }

    func close() {
        connection?.close()
        connection = nil
    }

    private func report(_ error: ErrorDocument, to path: String) async throws {
        _ = try await call(
            .post, Self.version + path,
            [
                ("lambda-extension-function-error-type", error.fieldValue),
                ("content-type", "application/vnd.aws.lambda.error+json"),
            ], error.bytes)
    }

    private func call(
        _ method: HTTPMethod, _ path: String, _ fields: [(String, String)] = [],
        _ body: [UInt8] = []
    ) async throws -> HTTPResponse {
        if isWaiting, isEnding { throw RuntimeAPIError.ending }
        let connection = try await connected()
        var all = HTTPFields([("user-agent", "smug-lambda")])
        for (name, value) in fields { try all.append(name, value) }
        if let identifier { try all.append("lambda-extension-identifier", identifier) }
        let response: HTTPResponse
        do {
            response = try await connection.send(
                HTTPClientRequest(method, basePath + path, fields: all, body: body))
        } catch {
            if error is CancellationError || isWaiting && isEnding { throw RuntimeAPIError.ending }
            throw RuntimeAPIError.lost(call: path, reason: RuntimeAPIError.reason(error))
        }
        guard (200..<300).contains(response.status.code) else {
            throw RuntimeAPIError.refused(call: path, response.status, body: response.body)
        }
        return response
    }

    private func connected() async throws -> HTTPClientConnection {
        if let connection, connection.isReusable { return connection }
        let connection = try await connector.connect { [self] in isWaiting && isEnding }
        self.connection = connection
        return connection
    }
}
