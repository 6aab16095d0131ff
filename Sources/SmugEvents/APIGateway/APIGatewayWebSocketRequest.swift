public import SmugJSON

/// A message of a WebSocket, or its coming and going.
///
/// [AWS: Working with routes for WebSocket APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html)
public struct APIGatewayWebSocketRequest: EventValue {
    public var resource: String?
    public var path: String?
    public var httpMethod: String?
    public var headers: Map<String>?
    public var multiValueHeaders: Map<[String]>?
    public var queryStringParameters: Map<String>?
    public var multiValueQueryStringParameters: Map<[String]>?
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

extension APIGatewayWebSocketRequest {
    /// The connection and the message.
    public struct Context: EventValue {
        public var connectionId: String = ""
        public var routeKey: String = ""
        public var eventType: Kind?
        public var messageId: String?
        public var messageDirection: String?
        public var connectedAt: UnixMilliseconds?
        public var disconnectStatusCode: Int?
        public var disconnectReason: String?
        public var accountId: String?
        public var apiId: String?
        public var stage: String?
        public var domainName: String?
        public var domainPrefix: String?
        public var requestId: String?
        public var extendedRequestId: String?
        public var requestTime: DateText?
        public var requestTimeEpoch: UnixMilliseconds?
        public var identity: APIGatewayIdentity?
        public var authorizer: JSONValue?
        public var error: String?
        public var integrationLatency: JSONValue?
        public var status: JSONValue?
        public var resourceId: String?
        public var resourcePath: String?
        public var httpMethod: String?
        public var `protocol`: String?
        public var path: String?
        public var operationName: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
