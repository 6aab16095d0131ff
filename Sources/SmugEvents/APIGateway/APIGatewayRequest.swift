public import SmugJSON

/// A request of a REST API, or of an HTTP API with payload format 1.0.
///
/// [AWS: Input format of a Lambda function for proxy integration](https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html)
public struct APIGatewayRequest: EventValue {
    public var version: String?
    public var resource: String?
    public var path: String = ""
    public var httpMethod: String = ""
    public var headers: Map<String>?
    public var multiValueHeaders: Map<[String]>?
    public var queryStringParameters: Map<String>?
    public var multiValueQueryStringParameters: Map<[String]>?
    public var pathParameters: Map<String>?
    public var stageVariables: Map<String>?
    public var requestContext: Context = Context()
    public var body: String?
    public var isBase64Encoded: Bool?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension APIGatewayRequest {
    /// The request, as the gateway knows it.
    public struct Context: EventValue {
        public var accountId: String?
        public var resourceId: String?
        public var operationName: String?
        public var apiId: String?
        public var stage: String?
        public var domainName: String?
        public var domainPrefix: String?
        public var requestId: String?
        public var extendedRequestId: String?
        public var deploymentId: String?
        public var resourcePath: String?
        public var path: String?
        public var `protocol`: String?
        public var httpMethod: String?
        public var requestTime: DateText?
        public var requestTimeEpoch: UnixMilliseconds?
        public var identity: APIGatewayIdentity = APIGatewayIdentity()
        /// What the authorizer said: the claims of a user pool under `claims`.
        public var authorizer: Map<JSONValue>?
        public var wafResponseCode: String?
        public var webaclArn: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
