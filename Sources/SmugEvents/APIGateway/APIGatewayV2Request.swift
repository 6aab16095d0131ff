public import SmugJSON

/// A request of an HTTP API, payload format 2.0.
///
/// [AWS: Working with Lambda proxy integrations for HTTP APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html)
public struct APIGatewayV2Request: EventValue {
    public var version: String?
    public var routeKey: String = ""
    public var rawPath: String = ""
    public var rawQueryString: String = ""
    public var cookies: [String]?
    /// Values of the same name are joined with commas.
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

extension APIGatewayV2Request {
    /// The request, as the gateway knows it.
    public struct Context: EventValue {
        public var accountId: String?
        public var apiId: String?
        public var domainName: String?
        public var domainPrefix: String?
        public var stage: String?
        public var requestId: String?
        public var routeKey: String?
        public var time: DateText?
        public var timeEpoch: UnixMilliseconds?
        public var http: HTTP = HTTP()
        public var authorizer: Authorizer?
        public var authentication: Authentication?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The request line and who sent it.
    public struct HTTP: EventValue {
        public var method: String = ""
        public var path: String = ""
        public var `protocol`: String?
        public var sourceIp: String?
        public var userAgent: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The certificate of a client, where mutual TLS is on.
    public struct Authentication: EventValue {
        public var clientCert: ClientCertificate?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What the route's authorizer found: one of these.
    public struct Authorizer: EventValue {
        public var jwt: JWT?
        public var iam: IAM?
        public var lambda: Map<JSONValue>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The claims of a token.
    public struct JWT: EventValue {
        public var claims: Map<JSONValue> = Map<JSONValue>()
        public var scopes: [String]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The signer of a request.
    public struct IAM: EventValue {
        public var accessKey: String?
        public var accountId: String?
        public var callerId: String?
        public var principalOrgId: String?
        public var userArn: String?
        public var userId: String?
        public var cognitoIdentity: CognitoIdentity?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The identity of an identity pool.
    public struct CognitoIdentity: EventValue {
        public var amr: [String]?
        public var identityId: String?
        public var identityPoolId: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
