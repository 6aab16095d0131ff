package import SmugAWS
package import SmugLoop
package import SmugTelemetry

package struct LocalFunction: Sendable {
    package init(
        name: String, command: [String], environment: [String: String] = [:],
        directory: String? = nil, handler: String = "handler", memoryMegabytes: Int = 128,
        timeout: Duration = .seconds(30), concurrency: Int = 10
    ) {}
}
package struct LocalLambdaSettings: Sendable {
    package init(
        functions: [LocalFunction], listen: SocketAddress, region: String,
        accountID: String = "123456789012", credentials: Credentials?,
        baseEnvironment: [String: String], output: @escaping @Sendable (String, String) -> Void,
        log: Log
    ) {}
}
package enum LocalLambda {
    package static func serve<R: Sendable>(
        _ settings: LocalLambdaSettings, on group: EventLoopGroup,
        _ body: (SocketAddress) async throws -> R
    ) async throws -> R { fatalError() }
}
