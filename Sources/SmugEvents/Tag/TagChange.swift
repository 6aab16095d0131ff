#if AllEvents
public import SmugJSON

/// Tags of a resource that changed; EventBridge's detail.
///
/// [AWS: Tag change events](https://docs.aws.amazon.com/tag-editor/latest/userguide/tag-editor-event-based.html)
public struct TagChange: EventValue {
    public var changedTagKeys: [String]?
    public var service: String?
    public var resourceType: String?
    public var versionTimestamp: JSONValue?
    public var versionVector: JSONValue?
    public var version: JSONValue?
    public var tags: Map<String>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case changedTagKeys = "changed-tag-keys"
        case service
        case resourceType = "resource-type"
        case versionTimestamp = "version-timestamp"
        case versionVector = "version-vector"
        case version
        case tags
        case others
    }
}
#endif
