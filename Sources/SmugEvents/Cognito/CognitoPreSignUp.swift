public import SmugJSON

/// Before a user is signed up.
///
/// [AWS: Pre sign-up](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html)
public struct CognitoPreSignUp: EventValue {
    public var userAttributes: Map<String> = Map<String>()
    /// As the client sent it; it is not kept.
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
        /// Whether the user needs no confirmation.
        public var autoConfirmUser: Bool?
        /// Needs an `email` among the attributes.
        public var autoVerifyEmail: Bool?
        /// Needs a `phone_number` among the attributes.
        public var autoVerifyPhone: Bool?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
