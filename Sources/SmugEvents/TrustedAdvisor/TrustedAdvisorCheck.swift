#if AllEvents
public import SmugJSON

/// A check's result for a resource; EventBridge's detail.
///
/// [AWS: Trusted Advisor events](https://docs.aws.amazon.com/awssupport/latest/user/cloudwatch-events-ta.html)
public struct TrustedAdvisorCheck: EventValue {
    public var checkName: String = ""
    public var checkItemDetail: Map<JSONValue>?
    public var status: String?
    public var resourceId: String?
    public var uuid: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case checkName = "check-name"
        case checkItemDetail = "check-item-detail"
        case status
        case resourceId = "resource_id"
        case uuid
        case others
    }
}
#endif
