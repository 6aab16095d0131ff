public import SmugJSON

/// Notifications of a topic.
///
/// [AWS: Using Lambda with Amazon SNS](https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html)
public struct SNSEvent: EventValue {
    /// Lambda sends one at a time.
    public var records: [Record] = []
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case records = "Records"
        case others
    }
}

extension SNSEvent {
    /// One notification, with where it comes from.
    public struct Record: EventValue {
        /// `aws:sns`.
        public var eventSource: String?
        public var eventVersion: String?
        /// The subscription that brought it here.
        public var eventSubscriptionArn: String?
        public var sns: SNSMessage = SNSMessage()
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case eventSource = "EventSource"
            case eventVersion = "EventVersion"
            case eventSubscriptionArn = "EventSubscriptionArn"
            case sns = "Sns"
            case others
        }
    }
}
