#if AllEvents
public import SmugJSON

/// Messages of an ActiveMQ broker.
///
/// [AWS: Using Lambda with Amazon MQ](https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html)
public struct ActiveMQEvent: EventValue {
    public var eventSource: String?
    public var eventSourceArn: String?
    public var messages: [Message] = []
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension ActiveMQEvent {
    /// One message.
    public struct Message: EventValue {
        public var messageID: String = ""
        public var messageType: String?
        public var timestamp: UnixMilliseconds?
        public var deliveryMode: Int?
        public var correlationID: String?
        public var replyTo: String?
        public var destination: Destination?
        public var redelivered: Bool?
        public var type: String?
        public var expiration: Int?
        public var priority: Int?
        public var data: Base64Text?
        public var brokerInTime: UnixMilliseconds?
        public var brokerOutTime: UnixMilliseconds?
        public var properties: Map<JSONValue>?
        public var connectionId: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A queue.
    public struct Destination: EventValue {
        public var physicalName: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
