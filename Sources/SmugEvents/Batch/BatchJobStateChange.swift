#if AllEvents
public import SmugJSON

/// A job's new state; EventBridge's detail.
///
/// [AWS: Batch events](https://docs.aws.amazon.com/batch/latest/userguide/batch_cwe_events.html)
public struct BatchJobStateChange: EventValue {
    public var jobArn: String?
    public var jobName: String = ""
    public var jobId: String = ""
    public var jobQueue: String?
    public var status: String?
    public var statusReason: String?
    public var attempts: [JSONValue]?
    public var createdAt: UnixMilliseconds?
    public var startedAt: UnixMilliseconds?
    public var stoppedAt: UnixMilliseconds?
    public var retryStrategy: JSONValue?
    public var dependsOn: JSONValue?
    public var jobDefinition: String?
    public var parameters: Map<String>?
    public var container: JSONValue?
    public var timeout: JSONValue?
    public var tags: Map<String>?
    public var propagateTags: Bool?
    public var platformCapabilities: [String]?
    public var nodeProperties: JSONValue?
    public var arrayProperties: JSONValue?
    public var isCancelled: Bool?
    public var isTerminated: Bool?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
