#if AllEvents
public import SmugJSON

/// A cluster's new state; EventBridge's detail.
///
/// [AWS: Monitor EMR events](https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-manage-cloudwatch-events.html)
public struct EMRClusterStateChange: EventValue {
    public var severity: String?
    public var stateChangeReason: String?
    public var name: String?
    public var clusterId: String = ""
    public var state: String?
    public var message: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

/// An instance group's new state; EventBridge's detail.
///
/// [AWS: Monitor EMR events](https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-manage-cloudwatch-events.html)
public struct EMRInstanceGroupStateChange: EventValue {
    public var market: String?
    public var severity: String?
    public var requestedInstanceCount: Lenient<Int>?
    public var instanceType: String?
    public var instanceGroupType: String?
    public var instanceGroupId: String?
    public var clusterId: String = ""
    public var runningInstanceCount: Lenient<Int>?
    public var state: String?
    public var message: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

/// A step's new state; EventBridge's detail.
///
/// [AWS: Monitor EMR events](https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-manage-cloudwatch-events.html)
public struct EMRStepStatusChange: EventValue {
    public var severity: String?
    public var actionOnFailure: String?
    public var stepId: String = ""
    public var name: String?
    public var clusterId: String = ""
    public var state: String?
    public var message: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

/// An automatic scaling policy's new state; EventBridge's detail.
///
/// [AWS: Monitor EMR events](https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-manage-cloudwatch-events.html)
public struct EMRAutoScalingPolicyChange: EventValue {
    public var resourceId: String?
    public var clusterId: String = ""
    public var state: String?
    public var message: String?
    public var scalingResourceType: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
