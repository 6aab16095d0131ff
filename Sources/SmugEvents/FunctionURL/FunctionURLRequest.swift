public import SmugJSON

/// A request to a function's own URL.
///
/// [AWS: Invoking function URLs](https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html)
public struct FunctionURLRequest: EventValue {
    public var version: String?
    public var routeKey: String?
    public var rawPath: String = ""
    public var rawQueryString: String = ""
    public var cookies: [String]?
    public var headers: Map<String> = Map<String>()
    public var queryStringParameters: Map<String>?
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

extension FunctionURLRequest {
    /// The request, as Lambda knows it.
    public struct Context: EventValue {
        /// `anonymous` where the URL asks for no signature.
        public var accountId: String?
        public var apiId: String?
        public var domainName: String?
        public var domainPrefix: String?
        public var stage: String?
        public var requestId: String?
        public var routeKey: String?
        public var time: DateText?
        public var timeEpoch: UnixMilliseconds?
        public var http: APIGatewayV2Request.HTTP = APIGatewayV2Request.HTTP()
        public var authorizer: Authorizer?
        public var authentication: JSONValue?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The signer, where the URL asks for one.
    public struct Authorizer: EventValue {
        public var iam: APIGatewayV2Request.IAM?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
