public import SmugJSON

/// An event of a bus, with what its source says in detail.
///
/// The detail is of any type of one's own, of one of the types here (``S3ObjectDetail``, …), or a
/// tree of JSON. What does not decode as that type is an error, unlike elsewhere in an event.
///
/// ```swift
/// struct OrderPlaced: Codable, Equatable { var orderID: String }
/// func handle(_ event: EventBridgeEvent<OrderPlaced>) { … }
/// ```
///
/// [AWS: Events in EventBridge](https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html)
public struct EventBridgeEvent<Detail: Codable & Equatable & Sendable>: Codable, Equatable, Sendable
{
    /// The version of this form: `0`.
    public var version: String?
    /// The event's own id.
    public var id: String?
    /// What kind of event it is; scheduled ones without a detail may lack it.
    public var detailType: String?
    /// The service or application that it comes from: `aws.s3`.
    public var source: String?
    /// The account of its source.
    public var account: String?
    /// When it happened.
    public var time: DateText?
    /// The region of its source.
    public var region: String?
    /// The ARNs of what it is about.
    public var resources: [String] = []
    /// What happened.
    public var detail: Detail
    /// In a replay: its name.
    public var replayName: String?
    /// Members that have no property.
    public var others = OtherMembers()

    private enum CodingKeys: String, CodingKey {
        case version, id
        case detailType = "detail-type"
        case source, account, time, region, resources, detail
        case replayName = "replay-name"
        case others
    }

    /// An event with this detail.
    public init(detail: Detail, _ configure: (inout Self) -> Void = { _ in }) {
        self.detail = detail
        configure(&self)
    }
}
