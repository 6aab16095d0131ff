import SmugHTTP
import SmugJSON
import SmugLocal
import SmugLoop
import SmugNet
import TestSupport

/// A local Lambda for a test, with the test itself as the runtime of its functions.
///
/// A function's process tells where its Runtime API is and then does nothing: what a runtime would
/// say the test says.
struct LocalStage: Sendable {
    /// Tells the Runtime API's address in its first line, then stays until it is ended.
    static let puppet = ["/bin/sh", "-c", "echo $AWS_LAMBDA_RUNTIME_API; exec sleep 600"]

    let loop: EventLoop
    let address: SocketAddress
    private let lines: AsyncStream<String>

    /// - Parameters:
    ///   - loops: of the group; functions are spread over them.
    ///   - after: gets what `body` has returned when all processes have ended.
    static func run<Value: Sendable>(
        _ functions: [LocalFunction], loops: Int = 1,
        _ body: @escaping @Sendable (LocalStage) async throws -> Value,
        after: @escaping @Sendable (Value) async throws -> Void = { _ in }
    ) throws {
        try TestLoop.run(loops: loops) { group in
            let (lines, writer) = AsyncStream<String>.makeStream()
            let settings = LocalLambdaSettings(
                functions: functions, listen: .anyPort, region: "eu-west-1", credentials: nil,
                baseEnvironment: ["PATH": "/usr/bin:/bin"], output: { writer.yield($1) })
            let value = try await LocalLambda.serve(settings, on: group) { address in
                try await body(
                    LocalStage(loop: group.loops[0], address: address, lines: lines))
            }
            try await after(value)
        }
    }

    /// The next line that a function has written.
    func line() async -> String {
        for await line in lines { return line }
        return ""
    }

    /// Connects to the Runtime API of the puppet that starts next.
    func runtime() async throws -> Peer {
        let parts = await line().split(separator: ":")
        guard parts.count == 2, let port = UInt16(parts[1]),
            let address = SocketAddress(host: String(parts[0]), port: port)
        else { throw StageError.noAddress }
        return try await Peer(address, on: loop)
    }

    /// Connects to the Invoke API.
    func caller() async throws -> Peer { try await Peer(address, on: loop) }

    /// One call of the Invoke API on a connection of its own.
    func invoke(
        _ function: String = "hello", _ fields: [(String, String)] = [],
        body: [UInt8] = Array("{}".utf8)
    ) async throws -> HTTPResponse {
        let caller = try await caller()
        defer { caller.close() }
        return try await caller.send(
            .post, "/2015-03-31/functions/\(function)/invocations", fields, body)
    }
}

enum StageError: Error { case noAddress }

/// One connection to a server of the stage.
struct Peer: Sendable {
    private let connection: HTTPClientConnection

    init(_ address: SocketAddress, on loop: EventLoop) async throws {
        connection = try await HTTPClientConnection.connect(to: address, on: loop)
    }

    func send(
        _ method: HTTPMethod, _ target: String, _ fields: [(String, String)] = [],
        _ body: [UInt8] = []
    ) async throws -> HTTPResponse {
        try await connection.send(
            HTTPClientRequest(method, target, fields: HTTPFields(fields), body: body))
    }

    func next() async throws -> HTTPResponse {
        try await send(.get, "/2018-06-01/runtime/invocation/next")
    }

    /// Answers the invocation that a call for work brought.
    func answer(_ work: HTTPResponse, _ body: String, verb: String = "response") async throws
        -> HTTPResponse
    {
        let id = work.fields["lambda-runtime-aws-request-id"] ?? ""
        return try await send(
            .post, "/2018-06-01/runtime/invocation/\(id)/\(verb)", [], Array(body.utf8))
    }

    func close() { connection.close() }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSONValue? { try? JSONValue(parsing: body) }
}
