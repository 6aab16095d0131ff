public import SmugJSON

/// Notifications of a bucket.
///
/// [AWS: Event message structure](https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html)
public struct S3Event: EventValue {
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

extension S3Event {
    /// What happened to one object.
    public struct Record: EventValue {
        /// `2.1` and higher minors: a higher major may have other members.
        public var eventVersion: String?
        /// `aws:s3`.
        public var eventSource: String?
        public var awsRegion: String?
        /// When S3 was done with the request, as ISO 8601 with milliseconds.
        public var eventTime: DateText?
        /// Such as `ObjectCreated:Put`.
        public var eventName: String = ""
        public var userIdentity: Principal?
        public var requestParameters: Parameters?
        public var responseElements: Response?
        public var s3: Entity = Entity()
        /// Only for `ObjectRestore:Completed`.
        public var glacierEventData: Glacier?
        /// Only for events of replication.
        public var replicationEventData: Replication?
        /// Only for `IntelligentTiering`.
        public var intelligentTieringEventData: Tiering?
        /// Only for `LifecycleTransition`.
        public var lifecycleEventData: Lifecycle?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Who did it, or whose it is.
    public struct Principal: EventValue {
        public var principalId: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The request that did it.
    public struct Parameters: EventValue {
        /// The client's.
        public var sourceIPAddress: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What S3 calls the request, for questions to its support.
    public struct Response: EventValue {
        public var requestId: String?
        public var id2: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case requestId = "x-amz-request-id"
            case id2 = "x-amz-id-2"
            case others
        }
    }

    /// The bucket and the object.
    public struct Entity: EventValue {
        public var schemaVersion: String?
        /// The notification's name in the bucket's configuration.
        public var configurationId: String?
        public var bucket: Bucket = Bucket()
        public var object: Object = Object()
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case schemaVersion = "s3SchemaVersion"
            case configurationId
            case bucket
            case object
            case others
        }
    }

    /// The bucket.
    public struct Bucket: EventValue {
        public var name: String = ""
        public var ownerIdentity: Principal?
        public var arn: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The object.
    public struct Object: EventValue {
        /// Percent-encoded, with `+` for blanks; ``decodedKey`` is the key itself.
        public var key: String = ""
        /// In bytes; missing for deletions.
        public var size: Int?
        /// Without the quotes; missing for deletions.
        ///
        /// Of objects in parts it is no MD5.
        public var eTag: String?
        /// Only in buckets with versioning.
        public var versionId: String?
        /// Hexadecimal: of two events of a key the later has the greater.
        public var sequencer: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A restoration from an archive.
    public struct Glacier: EventValue {
        public var restoreEventData: Restoration?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// How long the restored copy stays.
    public struct Restoration: EventValue {
        public var lifecycleRestorationExpiryTime: DateText?
        public var lifecycleRestoreStorageClass: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// How the replication of the object went.
    public struct Replication: EventValue {
        public var replicationRuleId: String?
        public var destinationBucket: String?
        /// Such as `OBJECT_PUT`.
        public var s3Operation: String?
        public var requestTime: DateText?
        public var failureReason: String?
        /// Minutes: how late a replication counts as missed.
        public var threshold: String?
        public var replicationTime: DateText?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Where the object went.
    public struct Tiering: EventValue {
        public var destinationAccessTier: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What a lifecycle rule did.
    public struct Lifecycle: EventValue {
        public var transitionEventData: Transition?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The object's new class.
    public struct Transition: EventValue {
        public var destinationStorageClass: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
