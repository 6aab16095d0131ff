#if AllEvents
public import SmugJSON

/// A turn of a conversation, Lex V2.
///
/// [AWS: Integrating a Lambda function into your bot](https://docs.aws.amazon.com/lexv2/latest/dg/lambda-input-format.html)
public struct LexEvent: EventValue {
    public var messageVersion: String?
    /// `DialogCodeHook` or `FulfillmentCodeHook`.
    public var invocationSource: String?
    /// `Text`, `Speech` or `DTMF`.
    public var inputMode: String?
    public var responseContentType: String?
    public var sessionId: String = ""
    public var inputTranscript: String?
    public var invocationLabel: String?
    public var bot: Bot = Bot()
    public var interpretations: [Interpretation] = []
    public var proposedNextState: ProposedNextState?
    public var requestAttributes: Map<String>?
    public var sessionState: LexSessionState = LexSessionState()
    public var transcriptions: [Transcription]?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension LexEvent {
    /// The bot.
    public struct Bot: EventValue {
        public var id: String?
        public var name: String?
        public var aliasId: String?
        public var aliasName: String?
        public var localeId: String?
        public var version: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What the user may have meant.
    public struct Interpretation: EventValue {
        public var intent: LexIntent = LexIntent()
        public var interpretationSource: String?
        public var nluConfidence: JSONValue?
        public var sentimentResponse: Sentiment?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// How the user may feel.
    public struct Sentiment: EventValue {
        public var sentiment: String?
        public var sentimentScore: Map<Double>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What Lex would do next.
    public struct ProposedNextState: EventValue {
        public var intent: LexIntent?
        public var dialogAction: LexDialogAction?
        public var prompt: Prompt?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// How often it was asked.
    public struct Prompt: EventValue {
        public var attempt: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What the user may have said.
    public struct Transcription: EventValue {
        public var transcription: String?
        public var transcriptionConfidence: Double?
        public var resolvedContext: JSONValue?
        public var resolvedSlots: Map<JSONValue>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
