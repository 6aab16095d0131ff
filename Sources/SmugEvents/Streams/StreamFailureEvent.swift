public import SmugJSON

/// What Lambda sends to a destination for a batch of a stream that it gave up.
///
/// [AWS: Retaining discarded records](https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html)
public struct StreamFailureEvent: EventValue {
    public var version: String?
    public var timestamp: DateText?
    public var requestContext: LambdaDestinationEvent.RequestContext?
    public var responseContext: LambdaDestinationEvent.ResponseContext?
    public var kinesisBatchInfo: Batch?
    public var dynamoDBBatchInfo: Batch?
    /// The batch itself, where the destination is a bucket.
    public var payload: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case version
        case timestamp
        case requestContext
        case responseContext
        case kinesisBatchInfo = "KinesisBatchInfo"
        case dynamoDBBatchInfo = "DDBStreamBatchInfo"
        case payload
        case others
    }
}

extension StreamFailureEvent {
    /// Where the batch stands in its stream.
    public struct Batch: EventValue {
        public var shardId: String?
        public var startSequenceNumber: String?
        public var endSequenceNumber: String?
        public var approximateArrivalOfFirstRecord: DateText?
        public var approximateArrivalOfLastRecord: DateText?
        public var batchSize: Int?
        public var streamArn: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
