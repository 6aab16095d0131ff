public import SmugJSON

/// Which client of a user pool calls.
///
/// [AWS: User pool Lambda triggers](https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-identity-pools-working-with-aws-lambda-triggers.html)
public struct CognitoCaller: EventValue {
    public var awsSdkVersion: String?
    public var clientId: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
