public import SmugJSON

/// An answer of a REST API's function.
///
/// [AWS: Output format of a Lambda function for proxy integration](https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html)
public struct APIGatewayResponse: EventValue {
    /// Without it the client gets 502.
    public var statusCode: Int?
    /// Merged with ``multiValueHeaders``, which count where a name is in both.
    public var headers: Map<String>?
    public var multiValueHeaders: Map<[String]>?
    /// In base 64 where ``isBase64Encoded`` is true and the API's binary media types match.
    public var body: String?
    public var isBase64Encoded: Bool?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
