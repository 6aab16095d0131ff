public import SmugJSON

/// The state to hand to the window's next invocation, and what of this batch failed.
///
/// [AWS: Implementing stateful processing](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html)
public struct TimeWindowResponse: EventValue {
    public var state: Map<JSONValue>?
    public var batchItemFailures: [BatchResponse.Failure] = []
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
