public import SmugJSON

/// Lines of a log, packed; ``decodeLogs()`` unpacks them.
///
/// [AWS: Using Lambda with CloudWatch Logs](https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchlogs.html)
public struct CloudWatchLogsEvent: EventValue {
    public var logs: Packed = Packed()
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case logs = "awslogs"
        case others
    }
}

extension CloudWatchLogsEvent {
    /// JSON, compressed with gzip, in base 64.
    public struct Packed: EventValue {
        public var data: Base64Text = Base64Text()
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
