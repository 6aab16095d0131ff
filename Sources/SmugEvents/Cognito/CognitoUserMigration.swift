public import SmugJSON

/// A user that the pool does not know yet.
///
/// [AWS: Migrate user](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html)
public struct CognitoUserMigration: EventValue {
    /// As the user has typed it; missing where the password was forgotten.
    public var password: String?
    public var validationData: Map<String>?
    public var clientMetadata: Map<String>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension CognitoUserMigration {
    /// The user, for the pool.
    public struct Answer: EventValue {
        public var userAttributes: Map<String>?
        /// `CONFIRMED` lets the user sign in; without it the password must be reset.
        public var finalUserStatus: String?
        /// `SUPPRESS` sends no welcome.
        public var messageAction: String?
        /// `EMAIL`, `SMS` or both.
        public var desiredDeliveryMediums: [String]?
        /// Whether an alias moves here that another user has.
        public var forceAliasCreation: Bool?
        public var enableSMSMFA: Bool?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
