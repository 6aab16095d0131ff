public import SmugJSON

/// An execution's new state; EventBridge's detail.
///
/// [AWS: Step Functions events](https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html)
public struct StepFunctionsStatusChange: EventValue {
    public var executionArn: String = ""
    public var stateMachineArn: String?
    public var name: String?
    public var status: String?
    public var startDate: UnixMilliseconds?
    public var stopDate: UnixMilliseconds?
    /// JSON in a string.
    public var input: String?
    /// JSON in a string.
    public var output: String?
    public var inputDetails: JSONValue?
    public var outputDetails: JSONValue?
    public var error: String?
    public var cause: String?
    public var stateMachineVersionArn: String?
    public var stateMachineAliasArn: String?
    public var redriveCount: Int?
    public var redriveDate: JSONValue?
    public var redriveStatus: String?
    public var redriveStatusReason: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
