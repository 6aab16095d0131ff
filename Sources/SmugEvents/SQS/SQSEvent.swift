public import SmugJSON

/// A batch of messages from a queue.
///
/// [AWS: Using Lambda with Amazon SQS](https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html)
public struct SQSEvent: EventValue {
    public var records: [Message] = []
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case records = "Records"
        case others
    }
}

extension SQSEvent {
    /// One message.
    public struct Message: EventValue {
        public var messageId: String = ""
        public var receiptHandle: String = ""
        /// As it was sent; see ``decodeBody(as:)``.
        public var body: String = ""
        public var md5OfBody: String?
        public var md5OfMessageAttributes: String?
        public var attributes: Attributes = Attributes()
        public var messageAttributes: Map<Attribute> = Map<Attribute>()
        public var eventSource: String?
        public var eventSourceARN: String?
        public var awsRegion: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What the queue knows of a message.
    ///
    /// [AWS: ReceiveMessage](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html)
    public struct Attributes: EventValue {
        public var approximateReceiveCount: Lenient<Int>?
        public var approximateFirstReceiveTimestamp: UnixMilliseconds?
        public var sentTimestamp: UnixMilliseconds?
        public var senderId: String?
        /// In FIFO queues: 20 digits, more than an integer holds.
        public var sequenceNumber: String?
        public var messageGroupId: String?
        public var messageDeduplicationId: String?
        public var awsTraceHeader: String?
        /// The queue that a redriven message comes from.
        public var deadLetterQueueSourceArn: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case approximateReceiveCount = "ApproximateReceiveCount"
            case approximateFirstReceiveTimestamp = "ApproximateFirstReceiveTimestamp"
            case sentTimestamp = "SentTimestamp"
            case senderId = "SenderId"
            case sequenceNumber = "SequenceNumber"
            case messageGroupId = "MessageGroupId"
            case messageDeduplicationId = "MessageDeduplicationId"
            case awsTraceHeader = "AWSTraceHeader"
            case deadLetterQueueSourceArn = "DeadLetterQueueSourceArn"
            case others
        }
    }

    /// An attribute that the sender has set.
    public struct Attribute: EventValue {
        /// `String`, `Number` or `Binary`, or one of them with a label: `Number.int`.
        public var dataType: String?
        public var stringValue: String?
        public var binaryValue: Base64Text?
        public var stringListValues: [String]?
        public var binaryListValues: [Base64Text]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
