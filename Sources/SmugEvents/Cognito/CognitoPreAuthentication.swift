public import SmugJSON

/// Before a user signs in.
///
/// [AWS: Pre authentication](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-authentication.html)
public struct CognitoPreAuthentication: EventValue {
    public var userAttributes: Map<String> = Map<String>()
    public var validationData: Map<String>?
    public var userNotFound: Bool?
    public var clientMetadata: Map<String>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
