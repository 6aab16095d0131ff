public import SmugJSON

/// A batch of changes of a table.
///
/// [AWS: Using Lambda with DynamoDB](https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html)
public struct DynamoDBEvent: EventValue {
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

extension DynamoDBEvent {
    /// One change, with where it comes from.
    public struct Record: EventValue {
        /// The change's own; the same where it is delivered again.
        public var eventID: String?
        public var eventName: Operation?
        public var eventVersion: String?
        /// `aws:dynamodb`.
        public var eventSource: String?
        public var awsRegion: String?
        public var change: Change = Change()
        /// Only for deletions by time to live.
        public var userIdentity: Identity?
        /// The table's stream.
        public var eventSourceARN: String?
        /// Only from a Kinesis stream of a table.
        public var tableName: String?
        /// Only from a Kinesis stream of a table: `application/json`.
        public var recordFormat: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case eventID
            case eventName
            case eventVersion
            case eventSource
            case awsRegion
            case change = "dynamodb"
            case userIdentity
            case eventSourceARN
            case tableName = "TableName"
            case recordFormat
            case others
        }
    }

    /// The item before and after.
    ///
    /// [AWS: StreamRecord](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html)
    public struct Change: EventValue {
        /// Seconds; in records of a Kinesis stream in the unit that the precision names.
        public var approximateCreationDateTime: UnixSeconds?
        /// `MILLISECOND` or `MICROSECOND`; only from a Kinesis stream.
        public var approximateCreationDateTimePrecision: String?
        /// The primary key of the item.
        public var keys: Map<AttributeValue> = Map<AttributeValue>()
        /// After the change; missing for a removal, and where the stream's view leaves it out.
        public var newImage: Map<AttributeValue>?
        /// Before the change; missing for a new item, and where the stream's view leaves it out.
        public var oldImage: Map<AttributeValue>?
        /// Up to 40 digits; what a partial batch names a record by.
        public var sequenceNumber: String?
        /// Of the record, in bytes.
        public var sizeBytes: Int?
        public var streamViewType: View?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case approximateCreationDateTime = "ApproximateCreationDateTime"
            case approximateCreationDateTimePrecision = "ApproximateCreationDateTimePrecision"
            case keys = "Keys"
            case newImage = "NewImage"
            case oldImage = "OldImage"
            case sequenceNumber = "SequenceNumber"
            case sizeBytes = "SizeBytes"
            case streamViewType = "StreamViewType"
            case others
        }
    }

    /// Who made the change; for deletions by time to live `dynamodb.amazonaws.com`.
    public struct Identity: EventValue {
        /// `Service`.
        public var type: String?
        public var principalId: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
