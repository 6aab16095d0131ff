public import SmugJSON

/// What a topic sends: a notification, or the question whether a subscription is wanted.
///
/// The same document stands in the body of an SQS message and of a request to an HTTPS subscriber.
///
/// [AWS: Parsing message formats](https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html)
public struct SNSMessage: EventValue {
    public var type: Kind?
    /// Tried again, a notification keeps it.
    public var messageId: String = ""
    public var topicArn: String = ""
    /// Missing where the publisher gave none.
    public var subject: String?
    /// As it was published; see ``decodeMessage(as:)``.
    public var message: String = ""
    /// When it was published, as ISO 8601 with milliseconds.
    public var timestamp: DateText?
    /// `1` for SHA-1, `2` for SHA-256.
    public var signatureVersion: String?
    /// In base 64, over the message's members by name.
    public var signature: String?
    /// Whose host must be SNS's own before its certificate is believed.
    public var signingCertURL: String?
    public var unsubscribeURL: String?
    /// To be opened to confirm.
    public var subscribeURL: String?
    /// Only in confirmations; for `ConfirmSubscription`.
    public var token: String?
    /// From FIFO topics: 20 digits, more than an integer holds.
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
        /// `String`, `String.Array`, `Number` or `Binary`, which is base 64 in ``value``.
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
