#if AllEvents
public import SmugJSON

/// A threat that was found; EventBridge's detail.
///
/// [AWS: GuardDuty findings](https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html)
public struct GuardDutyFinding: EventValue {
    public var schemaVersion: String?
    public var accountId: String?
    public var region: String?
    public var partition: String?
    public var id: String = ""
    public var arn: String?
    public var type: String?
    public var resource: JSONValue?
    public var service: JSONValue?
    public var severity: Double?
    public var createdAt: DateText?
    public var updatedAt: DateText?
    public var title: String?
    public var description: String?
    public var confidence: Double?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
