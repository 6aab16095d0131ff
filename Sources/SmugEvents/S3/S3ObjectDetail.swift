public import SmugJSON

/// What happened to an object; EventBridge's detail.
///
/// [AWS: EventBridge for S3](https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html)
public struct S3ObjectDetail: EventValue {
    public var version: String?
    public var bucket: Bucket = Bucket()
    public var object: Object = Object()
    public var requestId: String?
    public var requester: String?
    public var sourceIPAddress: String?
    /// The API call, or `Lifecycle Expiration`.
    public var reason: String?
    public var deletionType: String?
    public var restoreExpiryTime: DateText?
    public var sourceStorageClass: String?
    public var destinationStorageClass: String?
    public var destinationAccessTier: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case version
        case bucket
        case object
        case requestId = "request-id"
        case requester
        case sourceIPAddress = "source-ip-address"
        case reason
        case deletionType = "deletion-type"
        case restoreExpiryTime = "restore-expiry-time"
        case sourceStorageClass = "source-storage-class"
        case destinationStorageClass = "destination-storage-class"
        case destinationAccessTier = "destination-access-tier"
        case others
    }
}

extension S3ObjectDetail {
    /// The bucket.
    public struct Bucket: EventValue {
        public var name: String = ""
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The object.
    public struct Object: EventValue {
        /// As it is: unlike in ``S3Event`` nothing is encoded.
        public var key: String = ""
        public var size: Int?
        public var etag: String?
        public var versionId: String?
        public var sequencer: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case key
            case size
            case etag
            case versionId = "version-id"
            case sequencer
            case others
        }
    }
}
