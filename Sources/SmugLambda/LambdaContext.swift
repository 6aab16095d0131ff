internal import SmugHTTP

/// What Lambda says of an invocation beside its event.
///
/// Values are read from the invocation's headers when they are asked for.
public struct LambdaContext: Sendable {
    private let fields: HTTPFields
    private let function: FunctionIdentity

    /// When Lambda ends the invocation with a timeout.
    public let deadline: ContinuousClock.Instant

    /// The id of the request that the current task answers, for logs.
    ///
    /// Inside a ``batchAdapter(concurrency:_:)`` it is the item's own id, elsewhere the
    /// invocation's; `nil` outside of both.
    @TaskLocal public static var currentRequestID: String?

    init(fields: HTTPFields, function: FunctionIdentity, deadline: ContinuousClock.Instant) {
        self.fields = fields
        self.function = function
        self.deadline = deadline
    }

    /// A context for a handler's tests.
    ///
    /// A text that no header could carry, such as one with a line break, counts as absent.
    public init(
        requestID: String, invokedFunctionARN: String = "",
        deadline: ContinuousClock.Instant = .now.advanced(by: .seconds(900)),
        traceID: String? = nil, tenantID: String? = nil, functionName: String = "",
        functionVersion: String = "$LATEST", memoryMegabytes: Int = 128
    ) {
        var fields = HTTPFields([
            ("lambda-runtime-aws-request-id", requestID),
            ("lambda-runtime-invoked-function-arn", invokedFunctionARN),
        ])
        if let traceID { try? fields.append("lambda-runtime-trace-id", traceID) }
        if let tenantID { try? fields.append("lambda-runtime-aws-tenant-id", tenantID) }
        self.init(
            fields: fields,
            function: FunctionIdentity(
                name: functionName, version: functionVersion, memoryMegabytes: memoryMegabytes,
                logGroup: "", logStream: ""),
            deadline: deadline)
    }

    /// How long the handler may still take; zero when the deadline has passed.
    public var remainingTime: Duration { max(.zero, ContinuousClock.now.duration(to: deadline)) }

    /// The invocation's id.
    ///
    /// In a batch all items share it; an item's own is ``HTTPEvent/requestID``.
    public var requestID: String { fields["lambda-runtime-aws-request-id"] ?? "" }

    /// The ARN that the caller has used, with the version or alias that it named.
    public var invokedFunctionARN: String { fields["lambda-runtime-invoked-function-arn"] ?? "" }

    /// The X-Ray trace header, such as `Root=1-…;Parent=…;Sampled=1`.
    public var traceID: String? { fields["lambda-runtime-trace-id"] }

    /// The tenant, for a function with tenant isolation.
    public var tenantID: String? { fields["lambda-runtime-aws-tenant-id"] }

    /// Tells this invocation apart from others of the same request; most environments have none.
    public var invocationID: String? { fields["lambda-runtime-invocation-id"] }

    /// What a mobile SDK's client tells of itself: JSON, unchecked.
    public var clientContext: [UInt8]? { bytes("lambda-runtime-client-context") }

    /// The Amazon Cognito identity of a mobile SDK's client: JSON, unchecked.
    public var cognitoIdentity: [UInt8]? { bytes("lambda-runtime-cognito-identity") }

    /// The function's name; empty outside of Lambda.
    public var functionName: String { function.name }

    /// The function's version, such as `$LATEST`.
    public var functionVersion: String { function.version }

    /// The function's memory in MB; zero where Lambda does not say.
    public var memoryMegabytes: Int { function.memoryMegabytes }

    /// The CloudWatch Logs group that standard error goes to.
    public var logGroupName: String { function.logGroup }

    /// The CloudWatch Logs stream of this environment.
    public var logStreamName: String { function.logStream }

    private func bytes(_ name: StaticString) -> [UInt8]? {
        fields.first(name).map { Array(fields.bytes[$0]) }
    }
}
