public import SmugJSON

/// What Lambda sends to a destination of asynchronous invocations.
///
/// [AWS: Retaining records of asynchronous invocations](https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html)
public struct LambdaDestinationEvent: EventValue {
    public var version: String?
    public var timestamp: DateText?
    public var requestContext: RequestContext = RequestContext()
    public var requestPayload: JSONValue?
    public var responseContext: ResponseContext?
    public var responsePayload: JSONValue?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension LambdaDestinationEvent {
    /// The invocation.
    public struct RequestContext: EventValue {
        public var requestId: String?
        public var functionArn: String?
        /// `Success`, `RetriesExhausted`, `EventAgeExceeded` or the like.
        public var condition: String?
        public var approximateInvokeCount: Int?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// How it ended.
    public struct ResponseContext: EventValue {
        public var statusCode: Int?
        public var executedVersion: String?
        public var functionError: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
