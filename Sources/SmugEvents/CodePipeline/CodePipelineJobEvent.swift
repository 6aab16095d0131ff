#if AllEvents
public import SmugJSON

/// A job of a pipeline's action; the answer goes to PutJobSuccessResult or PutJobFailureResult.
///
/// [AWS: Invoke a Lambda function in a pipeline](https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html)
public struct CodePipelineJobEvent: EventValue {
    public var job: Job = Job()
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case job = "CodePipeline.job"
        case others
    }
}

extension CodePipelineJobEvent {
    /// The job.
    public struct Job: EventValue {
        public var id: String = ""
        public var accountId: String?
        public var data: Content = Content()
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What the job works on.
    public struct Content: EventValue {
        public var actionConfiguration: ActionConfiguration?
        public var inputArtifacts: [Artifact] = []
        public var outputArtifacts: [Artifact] = []
        public var artifactCredentials: Credentials?
        public var continuationToken: String?
        public var encryptionKey: Key?
        public var pipelineContext: JSONValue?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// How the action is set up.
    public struct ActionConfiguration: EventValue {
        public var configuration: Settings?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The function and what its users have written for it.
    public struct Settings: EventValue {
        public var functionName: String?
        public var userParameters: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case functionName = "FunctionName"
            case userParameters = "UserParameters"
            case others
        }
    }

    /// A file that goes in or out.
    public struct Artifact: EventValue {
        public var name: String?
        public var revision: String?
        public var location: Location?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Where the file is.
    public struct Location: EventValue {
        public var type: String?
        public var s3Location: Place?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// An object of a bucket.
    public struct Place: EventValue {
        public var bucketName: String?
        public var objectKey: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Credentials for the files, for this job only.
    public struct Credentials: EventValue {
        public var accessKeyId: String?
        public var secretAccessKey: String?
        public var sessionToken: String?
        public var expirationTime: JSONValue?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What the files are encrypted with.
    public struct Key: EventValue {
        public var id: String?
        public var type: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
