public import SmugJSON

/// Lines of a log that a subscription filter lets through.
///
/// [AWS: Subscription filters](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html)
public struct CloudWatchLogs: EventValue {
    /// `DATA_MESSAGE`, or `CONTROL_MESSAGE` where only the way is checked.
    public var messageType: String?
    public var owner: String = ""
    public var logGroup: String = ""
    public var logStream: String = ""
    public var subscriptionFilters: [String]?
    public var logEvents: [Line] = []
    public var policyLevel: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension CloudWatchLogs {
    /// One line.
    public struct Line: EventValue {
        public var id: String = ""
        public var timestamp: UnixMilliseconds?
        public var message: String = ""
        public var extractedFields: Map<JSONValue>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
