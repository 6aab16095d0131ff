public import SmugJSON

/// Before tokens are made.
///
/// [AWS: Pre token generation](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html)
public struct CognitoPreTokenGeneration: EventValue {
    public var userAttributes: Map<String> = Map<String>()
    /// The user's groups and roles as they are.
    public var groupConfiguration: CognitoGroups?
    /// Not at each sign-in: `InitiateAuth` hands on none.
    public var clientMetadata: Map<String>?
    /// From version 2 of the event on.
    public var scopes: [String]?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension CognitoPreTokenGeneration {
    /// What to change in the tokens: the first with version 1 of the event, else the second.
    public struct Answer: EventValue {
        public var claimsOverrideDetails: ClaimsOverride?
        public var claimsAndScopeOverrideDetails: ClaimsAndScopeOverride?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Changes of the identity token.
    public struct ClaimsOverride: EventValue {
        /// Some claims cannot be changed: `sub`, `iss`, `exp` and their like.
        public var claimsToAddOrOverride: Map<String>?
        /// One that is also added stays away.
        public var claimsToSuppress: [String]?
        public var groupOverrideDetails: CognitoGroups?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Changes of both tokens.
    public struct ClaimsAndScopeOverride: EventValue {
        public var idTokenGeneration: TokenChanges?
        public var accessTokenGeneration: TokenChanges?
        public var groupOverrideDetails: CognitoGroups?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Changes of one token.
    public struct TokenChanges: EventValue {
        /// Of any shape, unlike in version 1.
        public var claimsToAddOrOverride: Map<JSONValue>?
        public var claimsToSuppress: [String]?
        /// Only in the access token.
        public var scopesToAdd: [String]?
        public var scopesToSuppress: [String]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}

/// The groups and roles of a user.
public struct CognitoGroups: EventValue {
    public var groupsToOverride: [String]?
    public var iamRolesToOverride: [String]?
    public var preferredRole: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
