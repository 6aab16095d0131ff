public import SmugJSON

/// How to ask in a custom sign-in.
///
/// [AWS: Create auth challenge](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-create-auth-challenge.html)
public struct CognitoCreateAuthChallenge: EventValue {
    public var userAttributes: Map<String> = Map<String>()
    public var challengeName: String?
    public var session: [CognitoChallenge]?
    public var clientMetadata: Map<String>?
    public var userNotFound: Bool?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension CognitoCreateAuthChallenge {
    /// The question, for the client and for the function that checks its answer.
    public struct Answer: EventValue {
        public var publicChallengeParameters: Map<String>?
        public var privateChallengeParameters: Map<String>?
        public var challengeMetadata: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
