public import SmugJSON

/// A user that the pool does not know yet.
///
/// [AWS: Migrate user](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html)
public struct CognitoUserMigration: EventValue {
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
        public var finalUserStatus: String?
        public var messageAction: String?
        public var desiredDeliveryMediums: [String]?
        public var forceAliasCreation: Bool?
        public var enableSMSMFA: Bool?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
