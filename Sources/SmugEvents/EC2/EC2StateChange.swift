#if AllEvents
public import SmugJSON

/// An instance's new state; EventBridge's detail.
///
/// [AWS: State change notifications](https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html)
public struct EC2StateChange: EventValue {
    public var instanceId: String = ""
    public var state: EC2State?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case instanceId = "instance-id"
        case state
        case others
    }
}

/// A spot instance that will be taken back in two minutes; EventBridge's detail.
///
/// [AWS: Spot interruption notices](https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html)
public struct EC2SpotInterruption: EventValue {
    public var instanceId: String = ""
    public var instanceAction: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case instanceId = "instance-id"
        case instanceAction = "instance-action"
        case others
    }
}

/// A spot instance that is likely to be taken back; EventBridge's detail.
///
/// [AWS: Rebalance recommendations](https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/rebalance-recommendations.html)
public struct EC2RebalanceRecommendation: EventValue {
    public var instanceId: String = ""
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case instanceId = "instance-id"
        case others
    }
}

/// A volume or snapshot that was made, copied, shared or deleted; EventBridge's detail.
///
/// [AWS: EventBridge for EBS](https://docs.aws.amazon.com/ebs/latest/userguide/ebs-cloud-watch-events.html)
public struct EBSNotification: EventValue {
    public var event: String?
    public var result: String?
    public var cause: String?
    public var requestId: String?
    public var snapshotId: String?
    public var source: String?
    public var startTime: DateText?
    public var endTime: DateText?
    public var incremental: Lenient<Bool>?
    public var snapshots: JSONValue?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case event
        case result
        case cause
        case requestId = "request-id"
        case snapshotId = "snapshot_id"
        case source
        case startTime
        case endTime
        case incremental
        case snapshots
        case others
    }
}
#endif
