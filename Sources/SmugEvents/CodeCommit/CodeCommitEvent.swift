#if AllEvents
public import SmugJSON

/// What happened in a repository.
///
/// [AWS: Using Lambda with CodeCommit](https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify-lambda.html)
public struct CodeCommitEvent: EventValue {
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

extension CodeCommitEvent {
    /// One trigger that fired.
    public struct Record: EventValue {
        public var eventId: String = ""
        public var eventVersion: String?
        public var eventTime: DateText?
        public var eventTriggerName: String?
        public var eventPartNumber: Int?
        public var codecommit: Details = Details()
        public var eventName: String?
        public var eventTriggerConfigId: String?
        public var eventSourceARN: String?
        public var userIdentityARN: String?
        public var eventSource: String?
        public var awsRegion: String?
        public var eventTotalParts: Int?
        public var customData: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What changed.
    public struct Details: EventValue {
        public var references: [Reference] = []
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A branch or tag, and where it stands now.
    public struct Reference: EventValue {
        public var commit: String = ""
        public var ref: String = ""
        public var created: Bool?
        public var deleted: Bool?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
