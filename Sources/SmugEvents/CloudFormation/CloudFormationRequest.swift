public import SmugJSON

/// The creation, update or deletion of a custom resource.
///
/// Without ``responseURL`` it comes from the CDK's provider framework, which takes the function's
/// own answer.
///
/// [AWS: Custom resource request objects](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html)
public struct CloudFormationRequest<Properties: Codable & Equatable & Sendable>: EventValue {
    public var requestType: CloudFormationRequestType?
    /// To be repeated in the answer.
    public var requestId: String = ""
    /// The stack's ARN; to be repeated in the answer.
    public var stackId: String = ""
    /// The resource's name in the template; to be repeated in the answer.
    public var logicalResourceId: String = ""
    /// What the function called the resource; missing on creation.
    public var physicalResourceId: String?
    /// `AWS::CloudFormation::CustomResource` or `Custom::…`.
    public var resourceType: String = ""
    /// Presigned: where the answer is `PUT`, within an hour or what the resource's `ServiceTimeout`
    /// says.
    public var responseURL: String?
    /// The function's own ARN, or that of the topic that has brought the request.
    public var serviceToken: String?
    /// Scalars come as strings.
    public var resourceProperties: Properties?
    /// On update.
    public var oldResourceProperties: Properties?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case requestType = "RequestType"
        case requestId = "RequestId"
        case stackId = "StackId"
        case logicalResourceId = "LogicalResourceId"
        case physicalResourceId = "PhysicalResourceId"
        case resourceType = "ResourceType"
        case responseURL = "ResponseURL"
        case serviceToken = "ServiceToken"
        case resourceProperties = "ResourceProperties"
        case oldResourceProperties = "OldResourceProperties"
        case others
    }
}
