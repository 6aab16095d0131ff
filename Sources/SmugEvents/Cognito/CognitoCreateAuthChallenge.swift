public import SmugJSON

/// How to ask in a custom sign-in.
///
/// [AWS: Create auth challenge](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-create-auth-challenge.html)
public struct CognitoCreateAuthChallenge: EventValue {
    public var userAttributes: Map<String> = Map<String>()
    /// `CUSTOM_CHALLENGE`.
    public var challengeName: String?
    /// What was asked before, oldest first.
    public var session: [CognitoChallenge]?
    public var clientMetadata: Map<String>?
    /// Where the pool hides whether users exist: true for one that does not.
    public var userNotFound: Bool?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension CognitoCreateAuthChallenge {
    /// The question, for the client and for the function that checks its answer.
    public struct Answer: EventValue {
        /// For the client.
        public var publicChallengeParameters: Map<String>?
        /// For ``CognitoVerifyAuthChallenge`` alone.
        public var privateChallengeParameters: Map<String>?
        public var challengeMetadata: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
