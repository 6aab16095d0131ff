public import SmugJSON

/// After a user has signed in.
///
/// [AWS: Post authentication](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-authentication.html)
public struct CognitoPostAuthentication: EventValue {
    public var userAttributes: Map<String> = Map<String>()
    public var newDeviceUsed: Bool?
    public var clientMetadata: Map<String>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
