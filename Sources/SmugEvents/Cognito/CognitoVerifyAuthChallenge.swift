public import SmugJSON

/// Whether a question was answered well.
///
/// [AWS: Verify auth challenge response](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-verify-auth-challenge-response.html)
public struct CognitoVerifyAuthChallenge: EventValue {
    public var userAttributes: Map<String> = Map<String>()
    public var privateChallengeParameters: Map<String>?
    /// What the client has answered.
    public var challengeAnswer: JSONValue?
    public var clientMetadata: Map<String>?
    /// Where the pool hides whether users exist: true for one that does not.
    public var userNotFound: Bool?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension CognitoVerifyAuthChallenge {
    /// The verdict.
    public struct Answer: EventValue {
        public var answerCorrect: Bool?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
