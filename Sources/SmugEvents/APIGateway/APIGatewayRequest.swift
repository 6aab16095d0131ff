public import SmugJSON

/// A request of a REST API, or of an HTTP API with payload format 1.0.
///
/// [AWS: Input format of a Lambda function for proxy integration](https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html)
public struct APIGatewayRequest: EventValue {
    /// `1.0` from an HTTP API; missing from a REST API.
    public var version: String?
    /// The route's template: `/orders/{id}`.
    public var resource: String?
    /// Without the stage.
    public var path: String = ""
    public var httpMethod: String = ""
    /// Of a field that came twice the last; names in the client's case.
    public var headers: Map<String>?
    /// All values of each field.
    public var multiValueHeaders: Map<[String]>?
    /// Decoded; of a name that came twice the last value.
    ///
    /// Null without a query.
    public var queryStringParameters: Map<String>?
    /// Decoded, all values.
    public var multiValueQueryStringParameters: Map<[String]>?
    /// Null where the route has none.
    public var pathParameters: Map<String>?
    /// Null where the stage has none.
    public var stageVariables: Map<String>?
    public var requestContext: Context = Context()
    /// Null where there is none; in base 64 where ``isBase64Encoded`` is true.
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
        /// Only where the method has one.
        public var operationName: String?
        public var apiId: String?
        public var stage: String?
        public var domainName: String?
        public var domainPrefix: String?
        /// As the answer's `x-amzn-requestid` says it.
        public var requestId: String?
        /// As the answer's `x-amz-apigw-id` says it; for questions to AWS's support.
        public var extendedRequestId: String?
        public var deploymentId: String?
        /// The route's template.
        public var resourcePath: String?
        /// With the stage.
        public var path: String?
        public var `protocol`: String?
        public var httpMethod: String?
        /// Such as `12/Mar/2020:19:03:58 +0000`.
        public var requestTime: DateText?
        public var requestTimeEpoch: UnixMilliseconds?
        public var identity: APIGatewayIdentity = APIGatewayIdentity()
        /// What the authorizer said: the claims of a user pool under `claims`.
        public var authorizer: Map<JSONValue>?
        /// `WAF_ALLOW`, `WAF_BLOCK`; only with a web ACL.
        public var wafResponseCode: String?
        public var webaclArn: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
