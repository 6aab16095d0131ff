public import SmugJSON

/// What became of a batch operation's tasks.
///
/// [AWS: Invoke Lambda function](https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html)
public struct S3BatchJobResponse: EventValue {
    public var invocationSchemaVersion: String = ""
    public var treatMissingKeysAs: ResultCode?
    public var invocationId: String = ""
    public var results: [Result] = []
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension S3BatchJobResponse {
    /// What became of one task.
    public struct Result: EventValue {
        public var taskId: String = ""
        public var resultCode: ResultCode?
        public var resultString: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
