public import SmugJSON

/// The records as transformed; each `recordId` of the event must be answered.
///
/// [AWS: Transform source data](https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html)
public struct FirehoseResponse: EventValue {
    public var records: [Record] = []
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension FirehoseResponse {
    /// One record.
    public struct Record: EventValue {
        public var recordId: String = ""
        public var result: Result?
        /// What takes the record's place.
        public var data: Base64Text?
        public var metadata: Metadata?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What dynamic partitioning goes by.
    public struct Metadata: EventValue {
        public var partitionKeys: Map<JSONValue>?
        public var otfMetadata: Routing?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The table that a record for Apache Iceberg belongs to.
    public struct Routing: EventValue {
        public var destinationTableName: String?
        public var destinationDatabaseName: String?
        public var operation: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
