public import SmugJSON

/// An alarm that changed its state and calls a function.
///
/// [AWS: Invoke a Lambda function from an alarm](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html)
public struct CloudWatchAlarmEvent: EventValue {
    public var source: String?
    public var alarmArn: String = ""
    public var accountId: String?
    public var time: DateText?
    public var region: String?
    public var alarmData: CloudWatchAlarm = CloudWatchAlarm()
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
