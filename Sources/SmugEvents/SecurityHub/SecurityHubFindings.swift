#if AllEvents
public import SmugJSON

/// Findings; EventBridge's detail.
///
/// [AWS: Security Hub events](https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html)
public struct SecurityHubFindings: EventValue {
    public var findings: [JSONValue] = []
    public var actionName: String?
    public var actionDescription: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
