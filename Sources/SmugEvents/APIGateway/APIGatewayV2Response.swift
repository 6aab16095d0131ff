public import SmugJSON

/// An answer of an HTTP API's function.
///
/// [AWS: Working with Lambda proxy integrations for HTTP APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html)
public struct APIGatewayV2Response: EventValue {
    /// Where it is missing, API Gateway takes the whole document for the body, and 200.
    public var statusCode: Int?
    /// Of one value each.
    public var headers: Map<String>?
    /// Read by tools that emulate API Gateway, not by it.
    public var multiValueHeaders: Map<[String]>?
    /// Each becomes a `set-cookie`.
    public var cookies: [String]?
    /// In base 64 where ``isBase64Encoded`` is true.
    public var body: String?
    public var isBase64Encoded: Bool?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
