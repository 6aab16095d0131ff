import SmugLoop
import TestSupport
import Testing

@testable import SmugLambda

/// A Runtime API that a test plays by hand, to see every byte that a runtime sends.
struct RawRuntimeAPI: Sendable {
    let connection: RawConnection
    let server: ScriptedServer

    /// What a runtime sends before each event.
    let poll: String

    /// Runs a function against what `body` plays; ends the runtime when it returns.
    ///
    /// - Returns: the function's log.
    @discardableResult
    static func run(
        _ function: LambdaFunction, _ body: @escaping @Sendable (RawRuntimeAPI) async throws -> Void
    ) throws -> [String] {
        try run(loops: 1, { _ in function }, body)
    }

    /// The same for a function that uses other threads than the runtime's, which is the first.
    @discardableResult
    static func run(
        loops: Int, _ function: @escaping @Sendable (EventLoopGroup) -> LambdaFunction,
        _ body: @escaping @Sendable (RawRuntimeAPI) async throws -> Void
    ) throws -> [String] {
        try TestLoop.run(loops: loops) { group in
            let loop = group.loops[0]
            let server = try ScriptedServer(on: loop)
            defer { server.close() }
            let log = Lines()
            let settings = try RuntimeSettings(
                environment: ["AWS_LAMBDA_RUNTIME_API": "\(try server.address)"],
                log: .told(to: log))
            let invocations = InvocationLoop(settings, on: loop, backoff: .quick)
            let function = function(group)
            let running = Task(executorPreference: loop) { try await invocations.serve(function) }
            let poll =
                "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n"
                + "host: \(try server.address)\r\nuser-agent: smug-lambda\r\n\r\n"
            let connection = try await server.next()
            defer { connection.close() }
            try await body(RawRuntimeAPI(connection: connection, server: server, poll: poll))
            invocations.end()
            connection.close()
            try? await running.value
            return log.all
        }
    }

    /// Waits for the poll and answers it with an event.
    func deliver(_ event: String, id: String = "a", on other: RawConnection? = nil) async throws {
        let connection = other ?? connection
        #expect(try await connection.read(text: poll) == poll)
        connection.send(
            "HTTP/1.1 200 OK\r\nlambda-runtime-aws-request-id: \(id)\r\n"
                + "content-length: \(event.utf8.count)\r\n\r\n\(event)")
    }

    func accept(on other: RawConnection? = nil) {
        (other ?? connection).send("HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n")
    }

    /// The head of a call that brings an answer.
    func head(_ fields: String, of call: String = "response") throws -> String {
        "POST /2018-06-01/runtime/invocation/a/\(call) HTTP/1.1\r\n"
            + "host: \(try server.address)\r\nuser-agent: smug-lambda\r\n\(fields)\r\n"
    }
}

extension RawConnection {
    /// Reads as many bytes as a text has.
    func read(text: String) async throws -> String {
        String(decoding: try await read(text.utf8.count), as: UTF8.self)
    }
}
