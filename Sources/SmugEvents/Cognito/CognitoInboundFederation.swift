public import SmugJSON

/// A user who comes from another provider.
///
/// [AWS: Inbound federation](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-inbound-federation.html)
public struct CognitoInboundFederation: EventValue {
    public var providerName: String?
    public var providerType: String?
    public var attributes: JSONValue?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension CognitoInboundFederation {
    /// The user's attributes, as they are to be taken.
    public struct Answer: EventValue {
        public var userAttributesToMap: Map<String>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
