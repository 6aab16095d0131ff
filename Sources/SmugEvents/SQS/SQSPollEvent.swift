public import SmugJSON

/// The answer of SQS's ReceiveMessage, as pipes and state machines hand it on.
///
/// [AWS: ReceiveMessage](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html)
public struct SQSPollEvent: EventValue {
    public var messages: [Message] = []
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case messages = "Messages"
        case others
    }
}

extension SQSPollEvent {
    /// One message.
    public struct Message: EventValue {
        public var messageId: String = ""
        public var receiptHandle: String = ""
        /// As it was sent; see ``decodeBody(as:)``.
        public var body: String = ""
        public var md5OfBody: String?
        public var md5OfMessageAttributes: String?
        public var attributes: SQSEvent.Attributes?
        public var messageAttributes: Map<Attribute>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case messageId = "MessageId"
            case receiptHandle = "ReceiptHandle"
            case body = "Body"
            case md5OfBody = "MD5OfBody"
            case md5OfMessageAttributes = "MD5OfMessageAttributes"
            case attributes = "Attributes"
            case messageAttributes = "MessageAttributes"
            case others
        }
    }

    /// An attribute that the sender has set.
    public struct Attribute: EventValue {
        public var dataType: String?
        public var stringValue: String?
        public var binaryValue: Base64Text?
        public var stringListValues: [String]?
        public var binaryListValues: [Base64Text]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case dataType = "DataType"
            case stringValue = "StringValue"
            case binaryValue = "BinaryValue"
            case stringListValues = "StringListValues"
            case binaryListValues = "BinaryListValues"
            case others
        }
    }
}
