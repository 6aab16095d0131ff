public import SmugJSON

/// A request of an HTTP API, payload format 2.0.
///
/// [AWS: Working with Lambda proxy integrations for HTTP APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html)
public struct APIGatewayV2Request: EventValue {
    /// `2.0`.
    public var version: String?
    /// Such as `GET /orders/{id}`, or `$default`.
    public var routeKey: String = ""
    /// Begins with the stage, unless that is `$default`.
    public var rawPath: String = ""
    /// As on the wire; empty without a query.
    public var rawQueryString: String = ""
    /// Each as `name=value`; they are not in ``headers``.
    public var cookies: [String]?
    /// Values of the same name are joined with commas.
    public var headers: Map<String> = Map<String>()
    /// Decoded; values of the same name are joined with commas.
    ///
    /// Missing without a query.
    public var queryStringParameters: Map<String>?
    /// Decoded; missing where the route has none.
    public var pathParameters: Map<String>?
    /// Missing where the stage has none.
    public var stageVariables: Map<String>?
    public var requestContext: Context = Context()
    /// Missing where there is none; in base 64 where ``isBase64Encoded`` is true.
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
        /// As the answer's `apigw-requestid` says it.
        public var requestId: String?
        public var routeKey: String?
        /// Such as `12/Mar/2020:19:03:58 +0000`.
        public var time: DateText?
        public var timeEpoch: UnixMilliseconds?
        public var http: HTTP = HTTP()
        /// Missing for a route without one.
        public var authorizer: Authorizer?
        /// Missing without mutual TLS.
        public var authentication: Authentication?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The request line and who sent it.
    public struct HTTP: EventValue {
        public var method: String = ""
        /// With the stage, as ``APIGatewayV2Request/rawPath``.
        public var path: String = ""
        public var `protocol`: String?
        /// Of the connection to API Gateway: not of what `x-forwarded-for` may say before it.
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
        /// What the function said as `context`.
        public var lambda: Map<JSONValue>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The claims of a token.
    public struct JWT: EventValue {
        /// Texts, also of numbers; lists as `[a b]`.
        public var claims: Map<JSONValue> = Map<JSONValue>()
        /// Missing where the route asks for none.
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
        /// Missing outside of an organization.
        public var principalOrgId: String?
        public var userArn: String?
        public var userId: String?
        /// Only for a signer from an identity pool.
        public var cognitoIdentity: CognitoIdentity?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The identity of an identity pool.
    public struct CognitoIdentity: EventValue {
        /// How the user signed in: `authenticated`, and by whom.
        public var amr: [String]?
        public var identityId: String?
        public var identityPoolId: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
