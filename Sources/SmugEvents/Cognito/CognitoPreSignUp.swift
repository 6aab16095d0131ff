public import SmugJSON

/// Before a user is signed up.
///
/// [AWS: Pre sign-up](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html)
public struct CognitoPreSignUp: EventValue {
    public var userAttributes: Map<String> = Map<String>()
    public var validationData: Map<String>?
    public var clientMetadata: Map<String>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension CognitoPreSignUp {
    /// What the function decides.
    public struct Answer: EventValue {
        public var autoConfirmUser: Bool?
        public var autoVerifyEmail: Bool?
        public var autoVerifyPhone: Bool?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
