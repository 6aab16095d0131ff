public import SmugJSON

/// After a user has confirmed.
///
/// [AWS: Post confirmation](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html)
public struct CognitoPostConfirmation: EventValue {
    public var userAttributes: Map<String> = Map<String>()
    public var clientMetadata: Map<String>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
