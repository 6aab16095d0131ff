#if AllEvents
public import SmugJSON

/// A question to an API's authorizer.
///
/// [AWS: Lambda authorization](https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html)
public struct AppSyncAuthorizerRequest: EventValue {
    public var authorizationToken: String = ""
    public var requestContext: Context = Context()
    public var requestHeaders: Map<String>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension AppSyncAuthorizerRequest {
    /// What is asked for.
    public struct Context: EventValue {
        public var apiId: String?
        public var accountId: String?
        public var requestId: String?
        public var queryString: String?
        public var operationName: String?
        public var variables: Map<JSONValue>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}

/// What an authorizer grants.
///
/// [AWS: Lambda authorization](https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html)
public struct AppSyncAuthorizerResponse: EventValue {
    public var isAuthorized: Bool?
    public var resolverContext: Map<JSONValue>?
    public var deniedFields: [String]?
    public var ttlOverride: Seconds?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
