public import SmugJSON

/// A question to an HTTP API's authorizer, payload format 2.0.
///
/// [AWS: Lambda authorizers for HTTP APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html)
public struct APIGatewayV2AuthorizerRequest: EventValue {
    public var version: String?
    public var type: String?
    public var routeArn: String?
    public var identitySource: [String]?
    public var routeKey: String?
    public var rawPath: String?
    public var rawQueryString: String?
    public var cookies: [String]?
    public var headers: Map<String>?
    public var queryStringParameters: Map<String>?
    public var pathParameters: Map<String>?
    public var stageVariables: Map<String>?
    public var requestContext: APIGatewayV2Request.Context = APIGatewayV2Request.Context()
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
