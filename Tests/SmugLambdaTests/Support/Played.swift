import SmugLoop
import SmugNet

@testable import SmugLambda

/// What came of a runtime that ran against a ``RuntimeAPIStandIn``.
struct Played: Sendable {
    var status: Int32
    var posts: [RuntimeAPIStandIn.Post]
    var pollCount: Int
    var connectionCount: Int
    var log: [String]

    /// Runs a function until the script is at its end.
    ///
    /// - Parameter basePath: what stands before each path of the API.
    static func run(
        _ polls: [RuntimeAPIStandIn.Poll], replies: [RuntimeAPIStandIn.Reply] = [],
        basePath: String = "", backoff: Backoff = .quick,
        initializing initialize: @escaping @Sendable (InvocationLoop) async throws -> LambdaFunction
    ) throws -> Played {
        try EventLoopGroup.run(count: 1) { group in
            let standIn = RuntimeAPIStandIn(polls, replies: replies)
            return try await HTTPServer.serve(.anyPort, on: group, handler: standIn) { _, address in
                let log = Lines()
                let settings = try RuntimeSettings(
                    environment: [
                        "AWS_LAMBDA_RUNTIME_API": "\(address)\(basePath)",
                        "AWS_LAMBDA_FUNCTION_NAME": "hello",
                        "AWS_LAMBDA_FUNCTION_VERSION": "7",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
                    ], log: .told(to: log))
                let invocations = InvocationLoop(
                    settings, on: group.loops[0], backoff: backoff)
                standIn.whenIdle = { invocations.end() }
                let status = await invocations.run { try await initialize(invocations) }
                return Played(
                    status: status, posts: standIn.posts, pollCount: standIn.pollCount,
                    connectionCount: standIn.peers.count, log: log.all)
            }
        }
    }

    /// The same for a handler that is ready at once.
    static func run(
        _ polls: [RuntimeAPIStandIn.Poll], replies: [RuntimeAPIStandIn.Reply] = [],
        basePath: String = "", backoff: Backoff = .quick,
        _ body: @escaping @Sendable ([UInt8], LambdaContext) async throws -> [UInt8]
    ) throws -> Played {
        try run(polls, replies: replies, basePath: basePath, backoff: backoff) { _ in
            LambdaFunction(body)
        }
    }
}

extension LogSink {
    /// Writes down level, request id and text of each line, without its time.
    static func told(to lines: Lines) -> LogSink {
        LogSink(now: { 0 }) { line in
            let columns = String(decoding: line, as: UTF8.self).dropLast().split(separator: "\t")
            lines.add(columns.dropFirst().joined(separator: " "))
        }
    }
}

extension Backoff {
    /// Next to no waiting.
    static let quick = Backoff(
        first: .microseconds(100), longest: .milliseconds(1), maxRetries: 3)
}

extension SocketAddress {
    /// A free port of this machine.
    static var anyPort: SocketAddress {
        get throws {
            guard let address = SocketAddress(host: "127.0.0.1", port: 0) else {
                throw LambdaError("no address")
            }
            return address
        }
    }
}
