#if AllEvents
public import SmugJSON

/// A scan of an image; EventBridge's detail.
///
/// [AWS: ECR events](https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html)
public struct ECRImageScan: EventValue {
    public var scanStatus: String?
    public var repositoryName: String = ""
    public var findingSeverityCounts: Severities?
    public var imageDigest: String?
    public var imageTags: [String]?
    public var scanType: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case scanStatus = "scan-status"
        case repositoryName = "repository-name"
        case findingSeverityCounts = "finding-severity-counts"
        case imageDigest = "image-digest"
        case imageTags = "image-tags"
        case scanType = "scan-type"
        case others
    }
}

extension ECRImageScan {
    /// How many findings of each severity.
    public struct Severities: EventValue {
        public var critical: Int?
        public var high: Int?
        public var medium: Int?
        public var low: Int?
        public var informational: Int?
        public var undefined: Int?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case critical = "CRITICAL"
            case high = "HIGH"
            case medium = "MEDIUM"
            case low = "LOW"
            case informational = "INFORMATIONAL"
            case undefined = "UNDEFINED"
            case others
        }
    }
}

/// An image that was pushed or deleted; EventBridge's detail.
///
/// [AWS: ECR events](https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html)
public struct ECRImageAction: EventValue {
    public var result: String?
    public var repositoryName: String = ""
    public var imageDigest: String?
    public var actionType: String?
    public var imageTag: String?
    public var manifestMediaType: String?
    public var artifactMediaType: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case result
        case repositoryName = "repository-name"
        case imageDigest = "image-digest"
        case actionType = "action-type"
        case imageTag = "image-tag"
        case manifestMediaType = "manifest-media-type"
        case artifactMediaType = "artifact-media-type"
        case others
    }
}
#endif
