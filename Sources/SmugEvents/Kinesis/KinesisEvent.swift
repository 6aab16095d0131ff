public import SmugJSON

/// A batch of records from a data stream.
///
/// [AWS: Using Lambda with Kinesis Data Streams](https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html)
public struct KinesisEvent: EventValue {
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

extension KinesisEvent {
    /// One record, with where it comes from.
    public struct Record: EventValue {
        public var kinesis: Payload = Payload()
        /// `aws:kinesis`.
        public var eventSource: String?
        public var eventVersion: String?
        /// The shard and the sequence number.
        public var eventID: String?
        /// `aws:kinesis:record`.
        public var eventName: String?
        /// The role that Lambda reads the stream with.
        public var invokeIdentityArn: String?
        public var awsRegion: String?
        /// The stream, or the consumer with enhanced fan-out.
        public var eventSourceARN: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What the producer put.
    public struct Payload: EventValue {
        public var kinesisSchemaVersion: String?
        /// Records of one key are in one shard, and in order.
        public var partitionKey: String = ""
        /// Up to 128 digits, greater for later records of a shard; what a partial batch names a
        /// record by.
        public var sequenceNumber: String = ""
        /// Decoded when it is asked for.
        public var data: Base64Text = Base64Text()
        /// Seconds with a fraction; precise to the millisecond, and not to be relied on for order.
        public var approximateArrivalTimestamp: UnixSeconds?
        /// `NONE` or `KMS`; most records lack it.
        public var encryptionType: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
