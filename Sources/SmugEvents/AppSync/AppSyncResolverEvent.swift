#if AllEvents
public import SmugJSON

/// A field to resolve, in the form of direct Lambda resolvers.
///
/// A resolver that batches gets an array of these.
///
/// [AWS: Direct Lambda resolvers](https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference.html)
public struct AppSyncResolverEvent: EventValue {
    public var arguments: Map<JSONValue> = Map<JSONValue>()
    /// Null with an API key.
    public var identity: AppSyncIdentity?
    /// The parent's value.
    public var source: JSONValue?
    public var request: Request?
    public var info: Info = Info()
    public var prev: JSONValue?
    public var stash: Map<JSONValue>?
    public var result: JSONValue?
    public var error: JSONValue?
    public var outErrors: JSONValue?
    public var env: Map<String>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension AppSyncResolverEvent {
    /// The HTTP request.
    public struct Request: EventValue {
        public var headers: Map<String>?
        public var domainName: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Which field is asked for.
    public struct Info: EventValue {
        public var fieldName: String = ""
        public var parentTypeName: String = ""
        public var variables: Map<JSONValue>?
        public var selectionSetList: [String]?
        public var selectionSetGraphQL: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
