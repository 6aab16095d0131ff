public import SmugJSON

/// An answer of a REST API's function.
///
/// [AWS: Output format of a Lambda function for proxy integration](https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html)
public struct APIGatewayResponse: EventValue {
    public var statusCode: Int?
    public var headers: Map<String>?
    public var multiValueHeaders: Map<[String]>?
    public var body: String?
    public var isBase64Encoded: Bool?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
