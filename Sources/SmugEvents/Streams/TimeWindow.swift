public import SmugJSON

/// A tumbling window of a stream: from its start to before its end.
public struct TimeWindow: EventValue {
    public var start: DateText?
    public var end: DateText?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
