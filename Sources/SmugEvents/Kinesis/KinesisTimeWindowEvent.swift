public import SmugJSON

/// A batch of records of a tumbling window, with the state of the window so far.
///
/// [AWS: Implementing stateful processing](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html)
public struct KinesisTimeWindowEvent: EventValue {
    public var records: [KinesisEvent.Record] = []
    public var window: TimeWindow?
    public var state: Map<JSONValue>?
    public var shardId: String?
    public var eventSourceARN: String?
    public var isFinalInvokeForWindow: Bool?
    public var isWindowTerminatedEarly: Bool?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case records = "Records"
        case window
        case state
        case shardId
        case eventSourceARN
        case isFinalInvokeForWindow
        case isWindowTerminatedEarly
        case others
    }
}
