public import SmugJSON

/// Who made a call.
///
/// [AWS: CloudTrail userIdentity element](https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html)
public struct CloudTrailUserIdentity: EventValue {
    public var type: String?
    public var principalId: String?
    public var arn: String?
    public var accountId: String?
    public var accessKeyId: String?
    public var userName: String?
    public var sessionContext: SessionContext?
    public var invokedBy: String?
    public var identityProvider: String?
    public var credentialId: String?
    public var onBehalfOf: Delegation?
    public var inScopeOf: JSONValue?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension CloudTrailUserIdentity {
    /// The session of temporary credentials.
    public struct SessionContext: EventValue {
        public var attributes: Attributes?
        public var sessionIssuer: Issuer?
        public var webIdFederationData: WebIdentity?
        public var sourceIdentity: String?
        public var ec2RoleDelivery: String?
        public var assumedRoot: Lenient<Bool>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// When the session began, and whether with a second factor.
    public struct Attributes: EventValue {
        public var mfaAuthenticated: Lenient<Bool>?
        public var creationDate: DateText?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Whose credentials the session came from.
    public struct Issuer: EventValue {
        public var type: String?
        public var principalId: String?
        public var arn: String?
        public var accountId: String?
        public var userName: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Who vouches for a federated caller.
    public struct WebIdentity: EventValue {
        public var federatedProvider: String?
        public var attributes: Map<String>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The user on whose behalf the call is made.
    public struct Delegation: EventValue {
        public var userId: String?
        public var identityStoreArn: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
