#if AllEvents
public import SmugJSON

/// A task's new state; EventBridge's detail.
///
/// [AWS: ECS events](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html)
public struct ECSTaskStateChange: EventValue {
    public var attachments: [Attachment]?
    public var attributes: JSONValue?
    public var availabilityZone: String?
    public var clusterArn: String = ""
    public var connectivity: String?
    public var connectivityAt: DateText?
    public var containerInstanceArn: String?
    public var containers: [Container]?
    public var cpu: String?
    public var createdAt: DateText?
    public var desiredStatus: String?
    public var enableExecuteCommand: Bool?
    public var ephemeralStorage: JSONValue?
    public var executionStoppedAt: DateText?
    public var group: String?
    public var launchType: String?
    public var lastStatus: String?
    public var memory: String?
    public var overrides: JSONValue?
    public var platformFamily: String?
    public var platformVersion: String?
    public var pullStartedAt: DateText?
    public var pullStoppedAt: DateText?
    public var startedAt: DateText?
    public var startedBy: String?
    public var stopCode: String?
    public var stoppedAt: DateText?
    public var stoppedReason: String?
    public var stoppingAt: DateText?
    public var taskArn: String = ""
    public var taskDefinitionArn: String?
    public var updatedAt: DateText?
    public var version: Int?
    public var capacityProviderName: String?
    public var healthStatus: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension ECSTaskStateChange {
    /// A network interface or volume.
    public struct Attachment: EventValue {
        public var id: String?
        public var type: String?
        public var status: String?
        public var details: [NameAndValue]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// One fact.
    public struct NameAndValue: EventValue {
        public var name: String?
        public var value: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A container.
    public struct Container: EventValue {
        public var containerArn: String?
        public var lastStatus: String?
        public var name: String?
        public var image: String?
        public var imageDigest: String?
        public var runtimeId: String?
        public var taskArn: String?
        public var networkInterfaces: JSONValue?
        public var cpu: String?
        public var memory: String?
        public var memoryReservation: String?
        public var exitCode: Int?
        public var reason: String?
        public var healthStatus: String?
        public var gpuIds: JSONValue?
        public var managedAgents: JSONValue?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}

/// A deployment's new state; EventBridge's detail.
///
/// [AWS: ECS events](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html)
public struct ECSDeploymentStateChange: EventValue {
    public var eventType: String?
    public var eventName: String?
    public var deploymentId: String?
    public var updatedAt: DateText?
    public var reason: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
