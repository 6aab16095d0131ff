#if AllEvents
public import SmugJSON

/// Messages of a RabbitMQ broker.
///
/// [AWS: Using Lambda with Amazon MQ](https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html)
public struct RabbitMQEvent: EventValue {
    public var eventSource: String?
    public var eventSourceArn: String?
    /// By queue and virtual host: `myqueue::/`.
    public var messagesByQueue: Map<[Message]> = Map<[Message]>()
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case eventSource
        case eventSourceArn
        case messagesByQueue = "rmqMessagesByQueue"
        case others
    }
}

extension RabbitMQEvent {
    /// One message.
    public struct Message: EventValue {
        public var basicProperties: Properties = Properties()
        public var redelivered: Bool?
        public var data: Base64Text = Base64Text()
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What the publisher has set.
    public struct Properties: EventValue {
        public var contentType: String?
        public var contentEncoding: String?
        /// Text comes as `{"bytes": […]}`.
        public var headers: Map<JSONValue>?
        public var deliveryMode: Int?
        public var priority: Int?
        public var correlationId: String?
        public var replyTo: String?
        public var expiration: String?
        public var messageId: String?
        public var timestamp: DateText?
        public var type: String?
        public var userId: String?
        public var appId: String?
        public var clusterId: String?
        public var bodySize: Int?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
