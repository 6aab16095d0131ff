#if AllEvents
public import SmugJSON

/// A hook of a deployment's life; the answer goes to PutLifecycleEventHookExecutionStatus.
///
/// [AWS: AppSpec hooks](https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html)
public struct CodeDeployHookEvent: EventValue {
    public var deploymentId: String = ""
    public var lifecycleEventHookExecutionId: String = ""
    public var combined: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case deploymentId = "DeploymentId"
        case lifecycleEventHookExecutionId = "LifecycleEventHookExecutionId"
        case combined = "Combined"
        case others
    }
}
#endif
