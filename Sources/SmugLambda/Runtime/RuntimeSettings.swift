/// What Lambda tells a function's process at its start: the environment, read once.
struct RuntimeSettings: Sendable {
    /// Lambda's own limit for an environment that serves several events at once.
    private static let maxConcurrency = 1600

    let endpoint: RuntimeEndpoint
    let function: FunctionIdentity
    let log: LogSink
    /// How many events the environment takes at a time.
    let concurrency: Int
    /// Whether Lambda keeps a snapshot of the process once it has initialised.
    let isSnapshotted: Bool

    /// - Throws: a ``LambdaError`` that says what to do.
    init(environment: [String: String], log: LogSink? = nil) throws {
        endpoint = try Self.endpoint(environment)
        function = FunctionIdentity(environment: environment)
        self.log = log ?? LogSink(environment: environment)
        concurrency = try Self.concurrency(environment)
        isSnapshotted = environment["AWS_LAMBDA_INITIALIZATION_TYPE"] == "snap-start"
    }

    static func endpoint(_ environment: [String: String]) throws -> RuntimeEndpoint {
        guard let text = environment["AWS_LAMBDA_RUNTIME_API"], !text.isEmpty else {
            throw LambdaError(
                """
                AWS_LAMBDA_RUNTIME_API is not set: this program is a Lambda function, and Lambda \
                starts it.
                To run it on this machine: smug local --function NAME=PATH-OF-THIS-PROGRAM
                """)
        }
        guard let endpoint = RuntimeEndpoint(text) else {
            throw LambdaError(
                """
                AWS_LAMBDA_RUNTIME_API=\(text) is no address.
                Set it to host and port, such as 127.0.0.1:9001
                """)
        }
        return endpoint
    }

    private static func concurrency(_ environment: [String: String]) throws -> Int {
        guard let text = environment["AWS_LAMBDA_MAX_CONCURRENCY"], !text.isEmpty else { return 1 }
        guard let number = Int(text), (1...maxConcurrency).contains(number) else {
            throw LambdaError(
                """
                AWS_LAMBDA_MAX_CONCURRENCY=\(text) is no number of invocations.
                Set it to 1 to \(maxConcurrency), or leave it out
                """)
        }
        return number
    }
}
