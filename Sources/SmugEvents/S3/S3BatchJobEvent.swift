public import SmugJSON

/// Tasks of a batch operation.
///
/// [AWS: Invoke Lambda function](https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html)
public struct S3BatchJobEvent: EventValue {
    public var invocationSchemaVersion: String = ""
    public var invocationId: String = ""
    public var job: Job = Job()
    public var tasks: [Task] = []
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension S3BatchJobEvent {
    /// The operation.
    public struct Job: EventValue {
        public var id: String = ""
        public var userArguments: Map<String>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// One object.
    public struct Task: EventValue {
        public var taskId: String = ""
        /// Percent-encoded, as in the manifest.
        public var s3Key: String = ""
        public var s3VersionId: String?
        public var s3BucketArn: String?
        public var s3Bucket: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
