/// What stays the same for all of a process's invocations: one object, so that a context costs
/// no copies of it.
final class FunctionIdentity: Sendable {
    let name: String
    let version: String
    /// Zero where Lambda does not say.
    let memoryMegabytes: Int
    let logGroup: String
    let logStream: String

    init(
        name: String, version: String, memoryMegabytes: Int, logGroup: String = "",
        logStream: String = ""
    ) {
        self.name = name
        self.version = version
        self.memoryMegabytes = memoryMegabytes
        self.logGroup = logGroup
        self.logStream = logStream
    }

    init(environment: [String: String]) {
        name = environment["AWS_LAMBDA_FUNCTION_NAME"] ?? ""
        version = environment["AWS_LAMBDA_FUNCTION_VERSION"] ?? ""
        memoryMegabytes = environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"].flatMap { Int($0) } ?? 0
        logGroup = environment["AWS_LAMBDA_LOG_GROUP_NAME"] ?? ""
        logStream = environment["AWS_LAMBDA_LOG_STREAM_NAME"] ?? ""
    }
}
