public import SmugJSON

/// A message to be sent by the function itself.
///
/// [AWS: Custom sender triggers](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html)
public struct CognitoCustomSender: EventValue {
    public var type: String?
    /// Encrypted with the pool's key.
    public var code: String?
    public var userAttributes: Map<String> = Map<String>()
    public var clientMetadata: Map<String>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
