public import SmugJSON

/// The answer for the CDK's provider framework.
///
/// [AWS: Provider framework](https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.custom_resources-readme.html)
public struct CloudFormationProviderResponse: EventValue {
    public var physicalResourceId: String?
    public var data: Map<JSONValue>?
    public var noEcho: Bool?
    /// From an `isComplete` function only.
    public var isComplete: Bool?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case physicalResourceId = "PhysicalResourceId"
        case data = "Data"
        case noEcho = "NoEcho"
        case isComplete = "IsComplete"
        case others
    }
}
