#if AllEvents
public import SmugJSON

/// What happened to a database; EventBridge's detail.
///
/// [AWS: RDS events](https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-cloud-watch-events.html)
public struct RDSEventDetail: EventValue {
    public var eventCategories: [String]?
    public var sourceType: String?
    public var sourceArn: String?
    public var date: DateText?
    public var message: String?
    public var sourceIdentifier: String?
    public var eventID: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case eventCategories = "EventCategories"
        case sourceType = "SourceType"
        case sourceArn = "SourceArn"
        case date = "Date"
        case message = "Message"
        case sourceIdentifier = "SourceIdentifier"
        case eventID = "EventID"
        case others
    }
}
#endif
