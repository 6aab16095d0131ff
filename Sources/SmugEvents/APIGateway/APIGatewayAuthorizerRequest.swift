public import SmugJSON

/// A question to an authorizer of type `REQUEST`: the request without its body.
///
/// Of a REST API, of a WebSocket API, and of an HTTP API with payload format 1.0.
///
/// [AWS: Input to a Lambda authorizer](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html)
public struct APIGatewayAuthorizerRequest: EventValue {
    public var version: String?
    public var type: String?
    public var methodArn: String?
    public var identitySource: String?
    public var authorizationToken: String?
    public var resource: String?
    public var path: String?
    public var httpMethod: String?
    public var headers: Map<String>?
    public var multiValueHeaders: Map<[String]>?
    public var queryStringParameters: Map<String>?
    public var multiValueQueryStringParameters: Map<[String]>?
    public var pathParameters: Map<String>?
    public var stageVariables: Map<String>?
    public var requestContext: APIGatewayRequest.Context = APIGatewayRequest.Context()
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
