public import SmugJSON

/// A question to an authorizer of type `TOKEN`.
///
/// [AWS: Input to a Lambda authorizer](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html)
public struct APIGatewayTokenAuthorizerRequest: EventValue {
    public var type: String?
    public var authorizationToken: String = ""
    public var methodArn: String = ""
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
