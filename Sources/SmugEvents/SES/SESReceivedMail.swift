#if AllEvents
public import SmugJSON

/// A mail that came in, without its body.
///
/// [AWS: Contents of notifications](https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html)
public struct SESReceivedMail: EventValue {
    public var notificationType: String?
    public var mail: Mail = Mail()
    public var receipt: Receipt = Receipt()
    /// The whole mail, where the notification goes to a topic.
    public var content: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension SESReceivedMail {
    /// What the mail says of itself.
    public struct Mail: EventValue {
        public var timestamp: DateText?
        public var source: String?
        public var messageId: String = ""
        public var destination: [String]?
        public var headersTruncated: Bool?
        public var headers: [Header]?
        public var commonHeaders: CommonHeaders?
        public var sourceArn: String?
        public var sourceIp: String?
        public var sendingAccountId: String?
        public var callerIdentity: String?
        public var tags: Map<[String]>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// One header.
    public struct Header: EventValue {
        public var name: String?
        public var value: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The headers that most ask for.
    public struct CommonHeaders: EventValue {
        public var from: [String]?
        public var sender: String?
        public var replyTo: [String]?
        public var returnPath: String?
        public var to: [String]?
        public var cc: [String]?
        public var bcc: [String]?
        public var messageId: String?
        public var date: DateText?
        public var subject: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What SES made of the mail.
    public struct Receipt: EventValue {
        public var timestamp: DateText?
        public var processingTimeMillis: Int?
        public var recipients: [String]?
        public var spamVerdict: Verdict?
        public var virusVerdict: Verdict?
        public var spfVerdict: Verdict?
        public var dkimVerdict: Verdict?
        public var dmarcVerdict: Verdict?
        public var dmarcPolicy: String?
        public var action: Action?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The outcome of a check.
    public struct Verdict: EventValue {
        /// `PASS`, `FAIL`, `GRAY` or `PROCESSING_FAILED`.
        public var status: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What the receipt rule does.
    public struct Action: EventValue {
        public var type: String?
        public var topicArn: String?
        public var encoding: String?
        public var bucketName: String?
        public var objectKeyPrefix: String?
        public var objectKey: String?
        public var functionArn: String?
        public var invocationType: String?
        public var organizationArn: String?
        public var smtpReplyCode: String?
        public var statusCode: String?
        public var message: String?
        public var sender: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
