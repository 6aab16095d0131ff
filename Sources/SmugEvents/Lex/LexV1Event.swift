#if AllEvents
public import SmugJSON

/// A turn of a conversation, Lex V1.
///
/// [AWS: Lambda function input event](https://docs.aws.amazon.com/lex/latest/dg/lambda-input-response-format.html)
public struct LexV1Event: EventValue {
    public var messageVersion: String?
    public var invocationSource: String?
    public var userId: String?
    public var sessionAttributes: Map<String>?
    public var requestAttributes: Map<String>?
    public var bot: Bot = Bot()
    public var outputDialogMode: String?
    public var currentIntent: Intent = Intent()
    public var alternativeIntents: [Intent]?
    public var inputTranscript: String?
    public var recentIntentSummaryView: JSONValue?
    public var sentimentResponse: JSONValue?
    public var kendraResponse: JSONValue?
    public var activeContexts: JSONValue?
    public var dialogAction: LexV1Response.DialogAction?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension LexV1Event {
    /// The bot.
    public struct Bot: EventValue {
        public var name: String?
        public var alias: String?
        public var version: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What the user means.
    public struct Intent: EventValue {
        public var name: String = ""
        public var nluIntentConfidenceScore: JSONValue?
        public var slots: Map<String>?
        public var slotDetails: Map<SlotDetail>?
        public var confirmationStatus: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What a slot's value may be.
    public struct SlotDetail: EventValue {
        public var resolutions: [Map<String>]?
        public var originalValue: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
