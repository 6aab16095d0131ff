#if AllEvents
public import SmugJSON

/// An instance of a group that starts, ends or waits; EventBridge's detail.
///
/// [AWS: Auto Scaling event reference](https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html)
public struct AutoScalingDetail: EventValue {
    public var autoScalingGroupName: String = ""
    public var ec2InstanceId: String?
    public var activityId: String?
    public var requestId: String?
    public var description: String?
    public var statusCode: String?
    public var statusMessage: String?
    public var cause: String?
    public var startTime: DateText?
    public var endTime: DateText?
    public var details: Map<JSONValue>?
    public var origin: String?
    public var destination: String?
    public var lifecycleActionToken: String?
    public var lifecycleHookName: String?
    public var lifecycleTransition: String?
    public var notificationMetadata: JSONValue?
    public var instanceRefreshId: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case autoScalingGroupName = "AutoScalingGroupName"
        case ec2InstanceId = "EC2InstanceId"
        case activityId = "ActivityId"
        case requestId = "RequestId"
        case description = "Description"
        case statusCode = "StatusCode"
        case statusMessage = "StatusMessage"
        case cause = "Cause"
        case startTime = "StartTime"
        case endTime = "EndTime"
        case details = "Details"
        case origin = "Origin"
        case destination = "Destination"
        case lifecycleActionToken = "LifecycleActionToken"
        case lifecycleHookName = "LifecycleHookName"
        case lifecycleTransition = "LifecycleTransition"
        case notificationMetadata = "NotificationMetadata"
        case instanceRefreshId = "InstanceRefreshId"
        case others
    }
}
#endif
