public import SmugJSON

/// What to ask next in a custom sign-in.
///
/// [AWS: Define auth challenge](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-define-auth-challenge.html)
public struct CognitoDefineAuthChallenge: EventValue {
    public var userAttributes: Map<String> = Map<String>()
    /// What was asked before, oldest first; empty at the first time.
    public var session: [CognitoChallenge] = []
    public var clientMetadata: Map<String>?
    /// Where the pool hides whether users exist: true for one that does not.
    public var userNotFound: Bool?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension CognitoDefineAuthChallenge {
    /// The next question, or the end.
    public struct Answer: EventValue {
        /// `CUSTOM_CHALLENGE`, or one of Cognito's own such as `SRP_A`.
        public var challengeName: String?
        /// True ends the sign-in well.
        public var issueTokens: Bool?
        /// True ends the sign-in.
        public var failAuthentication: Bool?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
