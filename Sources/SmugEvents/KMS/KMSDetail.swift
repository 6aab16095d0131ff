#if AllEvents
public import SmugJSON

/// A key that was rotated, deleted, or whose material expired; EventBridge's detail.
///
/// [AWS: KMS events](https://docs.aws.amazon.com/kms/latest/developerguide/kms-events.html)
public struct KMSDetail: EventValue {
    public var keyId: String = ""
    public var keyMaterialId: String?
    public var rotationType: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case keyId = "key-id"
        case keyMaterialId = "key-material-id"
        case rotationType = "rotation-type"
        case others
    }
}
#endif
