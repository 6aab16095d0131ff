#if AllEvents
public import SmugJSON

/// What ails a service or a resource; EventBridge's detail.
///
/// [AWS: Health event schema](https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html)
public struct HealthDetail: EventValue {
    public var eventArn: String = ""
    public var service: String?
    public var eventTypeCode: String?
    public var eventTypeCategory: String?
    public var eventScopeCode: String?
    public var communicationId: String?
    public var startTime: DateText?
    public var endTime: DateText?
    public var lastUpdatedTime: DateText?
    public var statusCode: String?
    public var eventRegion: String?
    public var eventDescription: [Description]?
    public var eventMetadata: Map<JSONValue>?
    public var affectedEntities: [Entity]?
    public var affectedAccount: String?
    public var page: String?
    public var totalPages: String?
    public var personas: [String]?
    public var backupEvent: Lenient<Bool>?
    public var actionability: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension HealthDetail {
    /// The text in one language.
    public struct Description: EventValue {
        public var language: String?
        public var latestDescription: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A resource that is affected.
    public struct Entity: EventValue {
        public var entityValue: String?
        public var lastUpdatedTime: DateText?
        public var status: String?
        public var tags: Map<String>?
        public var entityArn: String?
        public var entityMetadata: JSONValue?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
