#if AllEvents
public import SmugJSON

/// A call of AWS's API, as CloudTrail records it.
///
/// It is the detail of events of type `AWS API Call via CloudTrail`, and stands in CloudTrail's
/// files.
///
/// [AWS: CloudTrail record contents](https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html)
public struct CloudTrailRecord: EventValue {
    public var eventVersion: String?
    public var userIdentity: CloudTrailUserIdentity = CloudTrailUserIdentity()
    public var eventTime: DateText?
    public var eventSource: String = ""
    public var eventName: String = ""
    public var awsRegion: String?
    public var sourceIPAddress: String?
    public var userAgent: String?
    public var errorCode: String?
    public var errorMessage: String?
    public var requestParameters: JSONValue?
    public var responseElements: JSONValue?
    public var additionalEventData: JSONValue?
    public var requestID: String?
    public var eventID: String?
    public var eventType: String?
    public var apiVersion: String?
    public var managementEvent: Bool?
    public var readOnly: Bool?
    public var resources: [Resource]?
    public var recipientAccountId: String?
    public var serviceEventDetails: JSONValue?
    public var sharedEventID: String?
    public var vpcEndpointId: String?
    public var vpcEndpointAccountId: String?
    public var eventCategory: String?
    public var addendum: JSONValue?
    public var sessionCredentialFromConsole: Lenient<Bool>?
    public var edgeDeviceDetails: JSONValue?
    public var tlsDetails: TLS?
    public var insightDetails: JSONValue?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension CloudTrailRecord {
    /// A resource that the call touched.
    public struct Resource: EventValue {
        public var arn: String?
        public var accountId: String?
        public var type: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case arn = "ARN"
            case accountId
            case type
            case others
        }
    }

    /// How the caller's connection was secured.
    public struct TLS: EventValue {
        public var tlsVersion: String?
        public var cipherSuite: String?
        public var clientProvidedHostHeader: String?
        public var keyExchange: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
