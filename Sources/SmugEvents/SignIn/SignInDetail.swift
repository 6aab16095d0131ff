#if AllEvents
public import SmugJSON

/// Somebody who signed in to the console; EventBridge's detail.
///
/// [AWS: Console sign-in events](https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-signin.html)
public struct SignInDetail: EventValue {
    public var eventVersion: String?
    public var userIdentity: CloudTrailUserIdentity?
    public var eventTime: DateText?
    public var eventSource: String?
    public var eventName: String = ""
    public var awsRegion: String?
    public var sourceIPAddress: String?
    public var userAgent: String?
    public var requestParameters: JSONValue?
    public var responseElements: Map<JSONValue>?
    public var additionalEventData: Map<JSONValue>?
    public var errorMessage: String?
    public var eventID: String?
    public var eventType: String?
    public var recipientAccountId: String?
    public var readOnly: Bool?
    public var managementEvent: Bool?
    public var eventCategory: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
