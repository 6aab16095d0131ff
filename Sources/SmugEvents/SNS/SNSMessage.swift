public import SmugJSON

/// What a topic sends: a notification, or the question whether a subscription is wanted.
///
/// The same document stands in the body of an SQS message and of a request to an HTTPS subscriber.
///
/// [AWS: Parsing message formats](https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html)
public struct SNSMessage: EventValue {
    public var type: Kind?
    public var messageId: String = ""
    public var topicArn: String = ""
    public var subject: String?
    /// As it was published; see ``decodeMessage(as:)``.
    public var message: String = ""
    public var timestamp: DateText?
    public var signatureVersion: String?
    public var signature: String?
    public var signingCertURL: String?
    public var unsubscribeURL: String?
    /// To be opened to confirm.
    public var subscribeURL: String?
    public var token: String?
    public var sequenceNumber: String?
    public var messageAttributes: Map<Attribute>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case type = "Type"
        case messageId = "MessageId"
        case topicArn = "TopicArn"
        case subject = "Subject"
        case message = "Message"
        case timestamp = "Timestamp"
        case signatureVersion = "SignatureVersion"
        case signature = "Signature"
        case signingCertURL = "SigningCertURL"
        case unsubscribeURL = "UnsubscribeURL"
        case subscribeURL = "SubscribeURL"
        case token = "Token"
        case sequenceNumber = "SequenceNumber"
        case messageAttributes = "MessageAttributes"
        case others
    }
}

extension SNSMessage {
    /// An attribute that the publisher has set.
    public struct Attribute: EventValue {
        public var type: String?
        public var value: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case type = "Type"
            case value = "Value"
            case others
        }
    }
}
