public import SmugJSON

/// What S3 sends to a queue or topic when notifications are set up.
///
/// [AWS: Event message structure](https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html)
public struct S3TestEvent: EventValue {
    public var service: String?
    public var event: String?
    public var time: DateText?
    public var bucket: String?
    public var requestId: String?
    public var hostId: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case service = "Service"
        case event = "Event"
        case time = "Time"
        case bucket = "Bucket"
        case requestId = "RequestId"
        case hostId = "HostId"
        case others
    }
}
