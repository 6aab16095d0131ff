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
        public var eventSource: String?
        public var eventVersion: String?
        /// The shard and the sequence number.
        public var eventID: String?
        public var eventName: String?
        public var invokeIdentityArn: String?
        public var awsRegion: String?
        public var eventSourceARN: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What the producer put.
    public struct Payload: EventValue {
        public var kinesisSchemaVersion: String?
        public var partitionKey: String = ""
        public var sequenceNumber: String = ""
        public var data: Base64Text = Base64Text()
        public var approximateArrivalTimestamp: UnixSeconds?
        public var encryptionType: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
