#if AllEvents
public import SmugJSON

/// What a mapping template hands to a function.
///
/// [AWS: Lambda resolver mapping templates](https://docs.aws.amazon.com/appsync/latest/devguide/resolver-mapping-template-reference-lambda.html)
public struct AppSyncInvocation: EventValue {
    public var version: String?
    /// `Invoke` or `BatchInvoke`.
    public var operation: String?
    public var payload: JSONValue?
    public var invocationType: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
