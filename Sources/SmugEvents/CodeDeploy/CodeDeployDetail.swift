#if AllEvents
public import SmugJSON

/// A deployment's or an instance's new state; EventBridge's detail.
///
/// [AWS: CodeDeploy events](https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html)
public struct CodeDeployDetail: EventValue {
    public var instanceGroupId: String?
    public var deploymentGroup: String?
    public var region: String?
    public var application: String?
    public var deploymentId: String = ""
    public var state: String?
    /// Of an instance's change only.
    public var instanceId: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
