#if AllEvents
public import SmugJSON

/// A contact that passes a flow's block for functions.
///
/// [AWS: Invoke Lambda functions](https://docs.aws.amazon.com/connect/latest/adminguide/connect-lambda-functions.html)
public struct ConnectEvent: EventValue {
    public var name: String?
    public var details: Details = Details()
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case details = "Details"
        case others
    }
}

extension ConnectEvent {
    /// The contact, and what the block hands over.
    public struct Details: EventValue {
        public var contactData: Contact = Contact()
        public var parameters: Map<JSONValue>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case contactData = "ContactData"
            case parameters = "Parameters"
            case others
        }
    }

    /// The contact.
    public struct Contact: EventValue {
        public var contactId: String = ""
        public var initialContactId: String?
        public var previousContactId: String?
        public var relatedContactId: String?
        public var channel: String?
        public var instanceARN: String?
        public var initiationMethod: String?
        public var systemEndpoint: Endpoint?
        public var customerEndpoint: Endpoint?
        public var queue: Queue?
        public var attributes: Map<String>?
        public var languageCode: String?
        public var description: String?
        public var name: String?
        public var customerId: String?
        public var mediaStreams: JSONValue?
        public var references: JSONValue?
        public var segmentAttributes: JSONValue?
        public var tags: Map<String>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case contactId = "ContactId"
            case initialContactId = "InitialContactId"
            case previousContactId = "PreviousContactId"
            case relatedContactId = "RelatedContactId"
            case channel = "Channel"
            case instanceARN = "InstanceARN"
            case initiationMethod = "InitiationMethod"
            case systemEndpoint = "SystemEndpoint"
            case customerEndpoint = "CustomerEndpoint"
            case queue = "Queue"
            case attributes = "Attributes"
            case languageCode = "LanguageCode"
            case description = "Description"
            case name = "Name"
            case customerId = "CustomerId"
            case mediaStreams = "MediaStreams"
            case references = "References"
            case segmentAttributes = "SegmentAttributes"
            case tags = "Tags"
            case others
        }
    }
}
#endif
