/// What Lambda tells a function's process at its start: the environment, read once.
struct RuntimeSettings: Sendable {
    let endpoint: RuntimeEndpoint
    let function: FunctionIdentity

    /// - Throws: a ``LambdaError`` that says what to do.
    init(environment: [String: String]) throws {
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
        self.endpoint = endpoint
        self.function = FunctionIdentity(
            name: environment["AWS_LAMBDA_FUNCTION_NAME"] ?? "",
            version: environment["AWS_LAMBDA_FUNCTION_VERSION"] ?? "",
            memoryMegabytes: environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"].flatMap(Int.init) ?? 0,
            logGroup: environment["AWS_LAMBDA_LOG_GROUP_NAME"] ?? "",
            logStream: environment["AWS_LAMBDA_LOG_STREAM_NAME"] ?? "")
    }
}
