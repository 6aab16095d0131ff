/// What Lambda tells a function's process at its start: the environment, read once.
struct RuntimeSettings: Sendable {
    let endpoint: RuntimeEndpoint
    let function: FunctionIdentity
    let log: LogSink

    /// - Throws: a ``LambdaError`` that says what to do.
    init(environment: [String: String], log: LogSink? = nil) throws {
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
        function = FunctionIdentity(environment: environment)
        self.log = log ?? LogSink(environment: environment)
    }
}
