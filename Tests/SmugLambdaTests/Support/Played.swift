import SmugLoop
import SmugNet
import TestSupport

@testable import SmugLambda

/// What came of a runtime that ran against a ``RuntimeAPIStandIn``.
struct Played: Sendable {
    var status: Int32
    /// Every call, in order, as `GET /path`.
    var calls: [String]
    var posts: [RuntimeAPIStandIn.Post]
    var pollCount: Int
    var connectionCount: Int
    var log: [String]

    /// Runs a process's body until the script is at its end, which ends the process.
    ///
    /// - Parameters:
    ///   - basePath: what stands before each path of the API.
    ///   - loops: how many threads there are.
    static func run(
        _ standIn: RuntimeAPIStandIn, basePath: String = "", environment: [String: String] = [:],
        backoff: Backoff = .quick, loops: Int = 1, wantsShutdown: Bool = false,
        body: @escaping @Sendable (LambdaRuntime, RuntimeProcess) async throws -> Void
    ) throws -> Played {
        try TestLoop.run(loops: loops) { group in
            // The stand-in is on one loop, whatever the runtime is on.
            let first = EventLoopGroup([group.loops[0]])
            return try await HTTPServer.serve(.anyPort, on: first, handler: standIn) {
                _, address in
                let log = Lines()
                let variables = [
                    "AWS_LAMBDA_RUNTIME_API": "\(address)\(basePath)",
                    "AWS_LAMBDA_FUNCTION_NAME": "hello",
                    "AWS_LAMBDA_FUNCTION_VERSION": "7",
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
                ]
                let settings = try RuntimeSettings(
                    environment: variables.merging(environment) { $1 }, log: .told(to: log))
                let process = RuntimeProcess(
                    settings, on: group, backoff: backoff,
                    wantsShutdown: wantsShutdown)
                standIn.whenIdle = { process.end() }
                let status = await process.run { try await body($0, process) }
                return Played(
                    status: status, calls: standIn.calls, posts: standIn.posts,
                    pollCount: standIn.pollCount, connectionCount: standIn.peers.count,
                    log: log.all)
            }
        }
    }

    /// The same for a function that is ready at once.
    static func run(
        _ polls: [RuntimeAPIStandIn.Poll], replies: [RuntimeAPIStandIn.Reply] = [],
        basePath: String = "", environment: [String: String] = [:], backoff: Backoff = .quick,
        _ body: @escaping @Sendable ([UInt8], LambdaContext) async throws -> [UInt8]
    ) throws -> Played {
        let standIn = RuntimeAPIStandIn(polls, replies: replies)
        return try run(
            standIn, basePath: basePath, environment: environment, backoff: backoff
        ) { runtime, _ in try await runtime.serve(LambdaFunction(body)) }
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
