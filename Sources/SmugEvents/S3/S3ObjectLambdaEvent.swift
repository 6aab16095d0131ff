public import SmugJSON

/// A request through an Object Lambda access point.
///
/// [AWS: Event context format](https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-event-context.html)
public struct S3ObjectLambdaEvent: EventValue {
    public var xAmzRequestId: String?
    /// For GetObject; the answer goes to WriteGetObjectResponse.
    public var getObjectContext: GetObject?
    public var headObjectContext: Input?
    public var listObjectsContext: Input?
    public var listObjectsV2Context: Input?
    public var configuration: Configuration = Configuration()
    public var userRequest: UserRequest = UserRequest()
    public var userIdentity: CloudTrailUserIdentity?
    public var protocolVersion: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension S3ObjectLambdaEvent {
    /// Where the object is, and where the answer goes.
    public struct GetObject: EventValue {
        public var inputS3Url: String?
        public var outputRoute: String?
        public var outputToken: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Where to ask for what the caller has asked for.
    public struct Input: EventValue {
        public var inputS3Url: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The access point.
    public struct Configuration: EventValue {
        public var accessPointArn: String?
        public var supportingAccessPointArn: String?
        /// As it was configured; nothing else reads it.
        public var payload: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What the caller sent.
    public struct UserRequest: EventValue {
        public var url: String?
        public var headers: Map<String>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
