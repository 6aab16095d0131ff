public import SmugJSON

/// Records of a delivery stream, to be transformed.
///
/// [AWS: Transform source data](https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html)
public struct FirehoseEvent: EventValue {
    public var invocationId: String?
    public var deliveryStreamArn: String?
    public var sourceKinesisStreamArn: String?
    public var region: String?
    public var records: [Record] = []
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension FirehoseEvent {
    /// One record.
    public struct Record: EventValue {
        public var recordId: String = ""
        public var approximateArrivalTimestamp: UnixMilliseconds?
        public var data: Base64Text = Base64Text()
        public var kinesisRecordMetadata: Metadata?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Where the record stood in the data stream that feeds the delivery stream.
    public struct Metadata: EventValue {
        public var shardId: String?
        public var partitionKey: String?
        public var approximateArrivalTimestamp: UnixMilliseconds?
        public var sequenceNumber: String?
        public var subsequenceNumber: JSONValue?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
