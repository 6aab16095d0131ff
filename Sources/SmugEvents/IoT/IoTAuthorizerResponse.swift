#if AllEvents
public import SmugJSON

/// What a custom authorizer grants.
///
/// [AWS: Defining your Lambda function](https://docs.aws.amazon.com/iot/latest/developerguide/config-custom-auth.html)
public struct IoTAuthorizerResponse: EventValue {
    public var isAuthenticated: Bool?
    public var principalId: String?
    public var disconnectAfterInSeconds: Seconds?
    public var refreshAfterInSeconds: Seconds?
    /// At most ten, each as an object or as its JSON in a string.
    public var policyDocuments: [IoTPolicy] = []
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
