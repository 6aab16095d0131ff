public import SmugJSON

/// A batch of records of topics, from Amazon MSK or from brokers of one's own.
///
/// [AWS: Using Lambda with Amazon MSK](https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html)
public struct KafkaEvent: EventValue {
    public var eventSource: String?
    public var eventSourceArn: String?
    /// Joined with commas.
    public var bootstrapServers: String?
    /// By topic and partition: `mytopic-0`.
    public var records: Map<[Record]> = Map<[Record]>()
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension KafkaEvent {
    /// One record.
    public struct Record: EventValue {
        public var topic: String?
        public var partition: Int?
        public var offset: Int?
        public var timestamp: UnixMilliseconds?
        /// `CREATE_TIME` or `LOG_APPEND_TIME`.
        public var timestampType: String?
        public var key: Base64Text?
        public var value: Base64Text?
        /// One name and its bytes in each.
        public var headers: [Map<HeaderValue>]?
        public var keySchemaMetadata: Schema?
        public var valueSchemaMetadata: Schema?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Which schema of a registry describes the bytes.
    public struct Schema: EventValue {
        public var dataFormat: String?
        public var schemaId: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
