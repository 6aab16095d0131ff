#if AllEvents
public import SmugJSON

/// An answer for Lex V2.
///
/// [AWS: Response format](https://docs.aws.amazon.com/lexv2/latest/dg/lambda-response-format.html)
public struct LexResponse: EventValue {
    public var sessionState: LexSessionState = LexSessionState()
    public var messages: [Message]?
    public var requestAttributes: Map<String>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension LexResponse {
    /// What to say.
    public struct Message: EventValue {
        public var contentType: String?
        public var content: String?
        public var imageResponseCard: Card?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A card.
    public struct Card: EventValue {
        public var title: String?
        public var subtitle: String?
        public var imageUrl: String?
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
