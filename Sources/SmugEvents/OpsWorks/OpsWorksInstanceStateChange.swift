#if AllEvents
public import SmugJSON

/// An instance's new state; EventBridge's detail.
///
/// [AWS: OpsWorks events](https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-opsworks.html)
public struct OpsWorksInstanceStateChange: EventValue {
    public var initiatedBy: String?
    public var hostname: String?
    public var stackId: String?
    public var layerIds: [String]?
    public var instanceId: String = ""
    public var ec2InstanceId: String?
    public var status: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case initiatedBy = "initiated_by"
        case hostname
        case stackId = "stack-id"
        case layerIds = "layer-ids"
        case instanceId = "instance-id"
        case ec2InstanceId = "ec2-instance-id"
        case status
        case others
    }
}

/// A command's new state; EventBridge's detail.
///
/// [AWS: OpsWorks events](https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-opsworks.html)
public struct OpsWorksCommandStateChange: EventValue {
    public var commandId: String = ""
    public var instanceId: String?
    public var type: String?
    public var status: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case commandId = "command-id"
        case instanceId = "instance-id"
        case type
        case status
        case others
    }
}

/// A deployment's new state; EventBridge's detail.
///
/// [AWS: OpsWorks events](https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-opsworks.html)
public struct OpsWorksDeploymentStateChange: EventValue {
    public var duration: JSONValue?
    public var stackId: String?
    public var instanceIds: [String]?
    public var deploymentId: String = ""
    public var command: String?
    public var status: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case duration
        case stackId = "stack-id"
        case instanceIds = "instance-ids"
        case deploymentId = "deployment-id"
        case command
        case status
        case others
    }
}

/// An alert; EventBridge's detail.
///
/// [AWS: OpsWorks events](https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-opsworks.html)
public struct OpsWorksAlert: EventValue {
    public var stackId: String?
    public var instanceId: String?
    public var type: String?
    public var message: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case stackId = "stack-id"
        case instanceId = "instance-id"
        case type
        case message
        case others
    }
}
#endif
