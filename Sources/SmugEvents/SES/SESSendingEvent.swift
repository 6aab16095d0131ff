#if AllEvents
public import SmugJSON

/// What became of a mail that was sent: a bounce, a complaint, a delivery, an opening.
///
/// It comes through a topic.
///
/// [AWS: Contents of event data](https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html)
public struct SESSendingEvent: EventValue {
    public var notificationType: String?
    public var eventType: String?
    public var mail: SESReceivedMail.Mail = SESReceivedMail.Mail()
    public var bounce: Bounce?
    public var complaint: Complaint?
    public var delivery: Delivery?
    public var send: JSONValue?
    public var reject: JSONValue?
    public var open: JSONValue?
    public var click: JSONValue?
    public var failure: JSONValue?
    public var deliveryDelay: JSONValue?
    public var subscription: JSONValue?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension SESSendingEvent {
    /// The mail came back.
    public struct Bounce: EventValue {
        public var bounceType: String?
        public var bounceSubType: String?
        public var bouncedRecipients: [Recipient] = []
        public var timestamp: DateText?
        public var feedbackId: String?
        public var remoteMtaIp: String?
        public var reportingMTA: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The recipient took it for spam.
    public struct Complaint: EventValue {
        public var complainedRecipients: [Recipient] = []
        public var timestamp: DateText?
        public var feedbackId: String?
        public var userAgent: String?
        public var complaintFeedbackType: String?
        public var complaintSubType: String?
        public var arrivalDate: DateText?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// One recipient.
    public struct Recipient: EventValue {
        public var emailAddress: String?
        public var action: String?
        public var status: String?
        public var diagnosticCode: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The recipient's server took it.
    public struct Delivery: EventValue {
        public var timestamp: DateText?
        public var processingTimeMillis: Int?
        public var recipients: [String]?
        public var smtpResponse: String?
        public var remoteMtaIp: String?
        public var reportingMTA: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
