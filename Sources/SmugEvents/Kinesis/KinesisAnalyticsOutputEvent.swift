public import SmugJSON

/// Results of an analytics application for delivery.
///
/// [AWS: Using a Lambda function as output](https://docs.aws.amazon.com/kinesisanalytics/latest/dev/how-it-works-output-lambda.html)
public struct KinesisAnalyticsOutputEvent: EventValue {
    public var invocationId: String?
    public var applicationArn: String?
    public var records: [Record] = []
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension KinesisAnalyticsOutputEvent {
    /// One result.
    public struct Record: EventValue {
        public var recordId: String = ""
        public var lambdaDeliveryRecordMetadata: Metadata?
        public var data: Base64Text = Base64Text()
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// How often its delivery was tried.
    public struct Metadata: EventValue {
        public var retryHint: Int?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}

/// Says which results were delivered.
///
/// [AWS: Using a Lambda function as output](https://docs.aws.amazon.com/kinesisanalytics/latest/dev/how-it-works-output-lambda.html)
public struct KinesisAnalyticsOutputResponse: EventValue {
    public var records: [Record] = []
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension KinesisAnalyticsOutputResponse {
    /// One result.
    public struct Record: EventValue {
        public var recordId: String = ""
        /// `Ok` or `DeliveryFailed`.
        public var result: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
