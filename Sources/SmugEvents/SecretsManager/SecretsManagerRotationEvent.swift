public import SmugJSON

/// A step of a secret's rotation.
///
/// [AWS: Rotation by Lambda function](https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html)
public struct SecretsManagerRotationEvent: EventValue {
    public var step: Step?
    public var secretId: String = ""
    public var clientRequestToken: String = ""
    public var rotationToken: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case step = "Step"
        case secretId = "SecretId"
        case clientRequestToken = "ClientRequestToken"
        case rotationToken = "RotationToken"
        case others
    }
}
