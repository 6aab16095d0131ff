#if AllEvents
public import SmugJSON

/// Mail that came in.
///
/// [AWS: Lambda function action](https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda-event.html)
public struct SESEvent: EventValue {
    public var records: [Record] = []
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case records = "Records"
        case others
    }
}

extension SESEvent {
    /// One mail.
    public struct Record: EventValue {
        public var eventSource: String?
        public var eventVersion: String?
        public var ses: SESReceivedMail = SESReceivedMail()
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
