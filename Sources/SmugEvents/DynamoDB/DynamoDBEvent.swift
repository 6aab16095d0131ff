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
        public var eventID: String?
        public var eventName: Operation?
        public var eventVersion: String?
        public var eventSource: String?
        public var awsRegion: String?
        public var change: Change = Change()
        public var userIdentity: Identity?
        public var eventSourceARN: String?
        public var tableName: String?
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
        public var approximateCreationDateTime: UnixSeconds?
        public var approximateCreationDateTimePrecision: String?
        public var keys: Map<AttributeValue> = Map<AttributeValue>()
        public var newImage: Map<AttributeValue>?
        public var oldImage: Map<AttributeValue>?
        public var sequenceNumber: String?
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
        public var type: String?
        public var principalId: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
