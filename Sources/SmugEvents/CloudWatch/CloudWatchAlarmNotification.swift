public import SmugJSON

/// What an alarm says to a topic: the message of the notification.
///
/// [AWS: Alarm notifications](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html)
public struct CloudWatchAlarmNotification: EventValue {
    public var alarmName: String = ""
    public var alarmDescription: String?
    public var awsAccountId: String?
    public var alarmConfigurationUpdatedTimestamp: DateText?
    public var newStateValue: CloudWatchAlarm.Value?
    public var newStateReason: String?
    public var stateChangeTime: DateText?
    public var region: String?
    public var alarmArn: String?
    public var oldStateValue: CloudWatchAlarm.Value?
    public var okActions: [String]?
    public var alarmActions: [String]?
    public var insufficientDataActions: [String]?
    public var trigger: Trigger?
    public var alarmRule: String?
    public var triggeringChildren: JSONValue?
    public var actionsSuppressor: JSONValue?
    public var actionsSuppressorWaitPeriod: Seconds?
    public var actionsSuppressorExtensionPeriod: Seconds?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case alarmName = "AlarmName"
        case alarmDescription = "AlarmDescription"
        case awsAccountId = "AWSAccountId"
        case alarmConfigurationUpdatedTimestamp = "AlarmConfigurationUpdatedTimestamp"
        case newStateValue = "NewStateValue"
        case newStateReason = "NewStateReason"
        case stateChangeTime = "StateChangeTime"
        case region = "Region"
        case alarmArn = "AlarmArn"
        case oldStateValue = "OldStateValue"
        case okActions = "OKActions"
        case alarmActions = "AlarmActions"
        case insufficientDataActions = "InsufficientDataActions"
        case trigger = "Trigger"
        case alarmRule = "AlarmRule"
        case triggeringChildren = "TriggeringChildren"
        case actionsSuppressor = "ActionsSuppressor"
        case actionsSuppressorWaitPeriod = "ActionsSuppressorWaitPeriod"
        case actionsSuppressorExtensionPeriod = "ActionsSuppressorExtensionPeriod"
        case others
    }
}

extension CloudWatchAlarmNotification {
    /// What the alarm watches.
    public struct Trigger: EventValue {
        public var metricName: String?
        public var namespace: String?
        public var statisticType: String?
        public var statistic: String?
        public var extendedStatistic: String?
        public var unit: String?
        public var dimensions: [Dimension]?
        public var period: Seconds?
        public var evaluationPeriods: Int?
        public var datapointsToAlarm: Int?
        public var comparisonOperator: String?
        public var threshold: Double?
        public var treatMissingData: String?
        public var evaluateLowSampleCountPercentile: String?
        public var metrics: [Query]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case metricName = "MetricName"
            case namespace = "Namespace"
            case statisticType = "StatisticType"
            case statistic = "Statistic"
            case extendedStatistic = "ExtendedStatistic"
            case unit = "Unit"
            case dimensions = "Dimensions"
            case period = "Period"
            case evaluationPeriods = "EvaluationPeriods"
            case datapointsToAlarm = "DatapointsToAlarm"
            case comparisonOperator = "ComparisonOperator"
            case threshold = "Threshold"
            case treatMissingData = "TreatMissingData"
            case evaluateLowSampleCountPercentile = "EvaluateLowSampleCountPercentile"
            case metrics = "Metrics"
            case others
        }
    }

    /// One dimension.
    public struct Dimension: EventValue {
        public var name: String?
        public var value: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A metric or an expression over others.
    public struct Query: EventValue {
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

        private enum CodingKeys: String, CodingKey {
            case id = "Id"
            case metricStat = "MetricStat"
            case expression = "Expression"
            case label = "Label"
            case returnData = "ReturnData"
            case period = "Period"
            case accountId = "AccountId"
            case others
        }
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

        private enum CodingKeys: String, CodingKey {
            case metric = "Metric"
            case period = "Period"
            case stat = "Stat"
            case unit = "Unit"
            case others
        }
    }

    /// A metric.
    public struct Metric: EventValue {
        public var namespace: String?
        public var metricName: String?
        public var dimensions: [Dimension]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case namespace = "Namespace"
            case metricName = "MetricName"
            case dimensions = "Dimensions"
            case others
        }
    }
}
