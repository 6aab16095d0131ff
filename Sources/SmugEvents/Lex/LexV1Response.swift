#if AllEvents
public import SmugJSON

/// An answer for Lex V1.
///
/// [AWS: Response format](https://docs.aws.amazon.com/lex/latest/dg/lambda-input-response-format.html)
public struct LexV1Response: EventValue {
    public var sessionAttributes: Map<String>?
    public var recentIntentSummaryView: JSONValue?
    public var activeContexts: JSONValue?
    public var dialogAction: DialogAction = DialogAction()
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension LexV1Response {
    /// What to do next.
    public struct DialogAction: EventValue {
        public var type: String?
        public var fulfillmentState: String?
        public var message: Message?
        public var intentName: String?
        public var slots: Map<String>?
        public var slotToElicit: String?
        public var responseCard: Card?
        public var kendraQueryRequestPayload: String?
        public var kendraQueryFilterString: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What to say.
    public struct Message: EventValue {
        public var contentType: String?
        public var content: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Cards to show.
    public struct Card: EventValue {
        public var version: Lenient<Int>?
        public var contentType: String?
        public var genericAttachments: [Attachment]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A card.
    public struct Attachment: EventValue {
        public var title: String?
        public var subTitle: String?
        public var imageUrl: String?
        public var attachmentLinkUrl: String?
        public var buttons: [Button]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A choice.
    public struct Button: EventValue {
        public var text: String?
        public var value: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
