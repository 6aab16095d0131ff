#if AllEvents
public import SmugJSON

/// Who asks, as the API's authorization knows it; which members there are depends on it.
///
/// [AWS: Resolver context](https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference.html)
public struct AppSyncIdentity: EventValue {
    /// With user pools and OpenID Connect.
    public var sub: String?
    public var issuer: String?
    public var claims: Map<JSONValue>?
    public var username: String?
    public var sourceIp: [String]?
    public var defaultAuthStrategy: String?
    public var groups: [String]?
    /// With IAM, as what follows.
    public var accountId: String?
    public var userArn: String?
    public var user: String?
    public var cognitoIdentityPoolId: String?
    public var cognitoIdentityId: String?
    public var cognitoIdentityAuthType: String?
    public var cognitoIdentityAuthProvider: String?
    /// With a Lambda authorizer.
    public var resolverContext: Map<JSONValue>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
