#if AllEvents
public import SmugJSON

/// An alert of Macie Classic; EventBridge's detail.
///
/// [AWS: Macie](https://docs.aws.amazon.com/macie/latest/user/findings-publish-event-schemas.html)
public struct MacieAlert: EventValue {
    public var notificationType: String?
    public var name: String?
    public var tags: [String]?
    public var url: String?
    public var alertArn: String?
    public var riskScore: Double?
    public var trigger: Trigger?
    public var createdAt: DateText?
    public var actor: String?
    public var summary: Summary?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case notificationType = "notification-type"
        case name
        case tags
        case url
        case alertArn = "alert-arn"
        case riskScore = "risk-score"
        case trigger
        case createdAt = "created-at"
        case actor
        case summary
        case others
    }
}

extension MacieAlert {
    /// What raised it.
    public struct Trigger: EventValue {
        public var ruleArn: String?
        public var alertType: String?
        public var createdAt: DateText?
        public var description: String?
        public var risk: Double?
        public var features: JSONValue?
        public var alertId: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case ruleArn = "rule-arn"
            case alertType = "alert-type"
            case createdAt = "created-at"
            case description
            case risk
            case features
            case alertId = "alert-id"
            case others
        }
    }

    /// What was found; which members there are depends on the alert.
    public struct Summary: EventValue {
        public var description: String?
        public var ip: String?
        public var timeRange: JSONValue?
        public var location: JSONValue?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case description = "Description"
            case ip = "IP"
            case timeRange = "Time_Range"
            case location = "Location"
            case others
        }
    }
}
#endif
