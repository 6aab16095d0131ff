public import SmugJSON

/// What to ask next in a custom sign-in.
///
/// [AWS: Define auth challenge](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-define-auth-challenge.html)
public struct CognitoDefineAuthChallenge: EventValue {
    public var userAttributes: Map<String> = Map<String>()
    public var session: [CognitoChallenge] = []
    public var clientMetadata: Map<String>?
    public var userNotFound: Bool?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension CognitoDefineAuthChallenge {
    /// The next question, or the end.
    public struct Answer: EventValue {
        public var challengeName: String?
        public var issueTokens: Bool?
        public var failAuthentication: Bool?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
