public import SmugJSON

/// What an authorizer grants, as a policy.
///
/// [AWS: Output from a Lambda authorizer](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html)
public struct APIGatewayAuthorizerResponse: EventValue {
    public var principalId: String?
    public var policyDocument: IAMPolicy = IAMPolicy()
    /// Handed to the function; strings, numbers and booleans only.
    public var context: Map<JSONValue>?
    public var usageIdentifierKey: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

/// What an HTTP API's authorizer grants: yes or no.
///
/// [AWS: Lambda authorizers for HTTP APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html)
public struct APIGatewaySimpleAuthorizerResponse: EventValue {
    public var isAuthorized: Bool?
    public var context: Map<JSONValue>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
