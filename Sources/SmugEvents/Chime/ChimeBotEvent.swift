#if AllEvents
public import SmugJSON

/// A message to a bot of a chat.
///
/// [AWS: Chime bots](https://docs.aws.amazon.com/chime/latest/dg/integrate-bots.html)
public struct ChimeBotEvent: EventValue {
    public var sender: Sender = Sender()
    public var discussion: Discussion = Discussion()
    public var eventType: String?
    public var inboundHttpsEndpoint: Endpoint?
    public var eventTimestamp: DateText?
    public var message: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case sender = "Sender"
        case discussion = "Discussion"
        case eventType = "EventType"
        case inboundHttpsEndpoint = "InboundHttpsEndpoint"
        case eventTimestamp = "EventTimestamp"
        case message = "Message"
        case others
    }
}

extension ChimeBotEvent {
    /// Who wrote.
    public struct Sender: EventValue {
        public var senderId: String?
        public var senderIdType: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case senderId = "SenderId"
            case senderIdType = "SenderIdType"
            case others
        }
    }

    /// Where.
    public struct Discussion: EventValue {
        public var discussionId: String?
        public var discussionType: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case discussionId = "DiscussionId"
            case discussionType = "DiscussionType"
            case others
        }
    }

    /// Where an answer may go.
    public struct Endpoint: EventValue {
        public var endpointType: String?
        public var url: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case endpointType = "EndpointType"
            case url = "Url"
            case others
        }
    }
}
#endif
