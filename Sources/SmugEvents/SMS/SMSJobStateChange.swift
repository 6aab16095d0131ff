#if AllEvents
public import SmugJSON

/// A server migration job's new state; EventBridge's detail.
///
/// [AWS: Server Migration Service](https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-sms.html)
public struct SMSJobStateChange: EventValue {
    public var state: String?
    public var replicationRunId: String?
    public var replicationJobId: String = ""
    public var version: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case state
        case replicationRunId = "replication-run-id"
        case replicationJobId = "replication-job-id"
        case version
        case others
    }
}
#endif
