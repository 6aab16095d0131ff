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
        /// Told again for each delivery: what a partial batch names a failed message by.
        public var messageId: String = ""
        /// Of this delivery alone; the next has another.
        public var receiptHandle: String = ""
        /// As it was sent; see ``decodeBody(as:)``.
        public var body: String = ""
        /// Hexadecimal.
        public var md5OfBody: String?
        public var md5OfMessageAttributes: String?
        public var attributes: Attributes = Attributes()
        /// At most ten.
        public var messageAttributes: Map<Attribute> = Map<Attribute>()
        /// `aws:sqs`.
        public var eventSource: String?
        /// The queue.
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
        /// 1 for the first delivery.
        public var approximateReceiveCount: Lenient<Int>?
        /// When the message was first received.
        public var approximateFirstReceiveTimestamp: UnixMilliseconds?
        public var sentTimestamp: UnixMilliseconds?
        /// The id of the user or role that sent it.
        public var senderId: String?
        /// In FIFO queues: 20 digits, more than an integer holds.
        public var sequenceNumber: String?
        /// In FIFO queues, and in fair ones the tenant.
        public var messageGroupId: String?
        /// In FIFO queues: within five minutes of the first, a message of the same id is dropped.
        public var messageDeduplicationId: String?
        /// The X-Ray trace that the sender was in.
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
        /// Of types `String` and `Number`.
        public var stringValue: String?
        /// Of type `Binary`.
        public var binaryValue: Base64Text?
        /// Reserved by SQS; always empty.
        public var stringListValues: [String]?
        /// Reserved by SQS; always empty.
        public var binaryListValues: [Base64Text]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
