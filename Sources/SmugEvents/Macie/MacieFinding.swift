#if AllEvents
public import SmugJSON

/// A finding: sensitive data, or a bucket's policy that exposes it; EventBridge's detail.
///
/// [AWS: Macie findings](https://docs.aws.amazon.com/macie/latest/user/findings-publish-event-schemas.html)
public struct MacieFinding: EventValue {
    public var schemaVersion: String?
    public var id: String = ""
    public var accountId: String?
    public var partition: String?
    public var region: String?
    public var type: String?
    public var title: String?
    public var description: String?
    public var severity: Severity?
    public var createdAt: DateText?
    public var updatedAt: DateText?
    public var count: Int?
    public var category: String?
    public var archived: Bool?
    public var sample: Bool?
    public var policyDetails: JSONValue?
    public var classificationDetails: JSONValue?
    public var resourcesAffected: JSONValue?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension MacieFinding {
    /// How bad.
    public struct Severity: EventValue {
        public var score: Double?
        public var description: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
