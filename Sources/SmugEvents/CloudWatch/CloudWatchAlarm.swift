public import SmugJSON

/// A metric alarm or a composite one, and how its state changed.
///
/// [AWS: Alarm events](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html)
public struct CloudWatchAlarm: EventValue {
    public var alarmName: String = ""
    public var state: State = State()
    public var previousState: State?
    public var configuration: Configuration?
    public var operation: String?
    public var previousConfiguration: Configuration?
    public var muteDetail: JSONValue?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension CloudWatchAlarm {
    /// A state and why.
    public struct State: EventValue {
        public var value: Value?
        /// JSON in a string.
        public var reason: String?
        /// JSON in a string.
        public var reasonData: String?
        public var timestamp: DateText?
        public var actionsSuppressedBy: String?
        public var actionsSuppressedReason: String?
        public var evaluationState: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// How the alarm is set up.
    public struct Configuration: EventValue {
        public var id: String?
        public var description: String?
        public var alarmName: String?
        public var metrics: [MetricQuery]?
        public var alarmRule: String?
        public var actionsSuppressor: String?
        public var actionsSuppressorWaitPeriod: Seconds?
        public var actionsSuppressorExtensionPeriod: Seconds?
        public var threshold: Double?
        public var comparisonOperator: String?
        public var evaluationPeriods: Int?
        public var datapointsToAlarm: Int?
        public var treatMissingData: String?
        public var timestamp: DateText?
        public var actionsEnabled: Bool?
        public var okActions: [String]?
        public var alarmActions: [String]?
        public var insufficientDataActions: [String]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A metric or an expression over others.
    public struct MetricQuery: EventValue {
        public var id: String?
        public var metricStat: MetricStat?
        public var expression: String?
        public var label: String?
        public var returnData: Bool?
        public var period: Seconds?
        public var accountId: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A metric and how it is summed up.
    public struct MetricStat: EventValue {
        public var metric: Metric?
        public var period: Seconds?
        public var stat: String?
        public var unit: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A metric.
    public struct Metric: EventValue {
        public var namespace: String?
        public var name: String?
        public var dimensions: JSONValue?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
