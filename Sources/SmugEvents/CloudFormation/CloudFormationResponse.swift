public import SmugJSON

/// The answer for CloudFormation, to be put to the request's ``CloudFormationRequest/responseURL``.
///
/// [AWS: Custom resource response objects](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html)
public struct CloudFormationResponse: EventValue {
    public var status: Status?
    /// Needed where it failed.
    public var reason: String?
    /// Another one than before makes CloudFormation delete the old resource.
    public var physicalResourceId: String = ""
    public var stackId: String = ""
    public var requestId: String = ""
    public var logicalResourceId: String = ""
    /// Hides the data from the stack's own description.
    public var noEcho: Bool?
    /// For `Fn::GetAtt`.
    public var data: Map<JSONValue>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case status = "Status"
        case reason = "Reason"
        case physicalResourceId = "PhysicalResourceId"
        case stackId = "StackId"
        case requestId = "RequestId"
        case logicalResourceId = "LogicalResourceId"
        case noEcho = "NoEcho"
        case data = "Data"
        case others
    }
}
