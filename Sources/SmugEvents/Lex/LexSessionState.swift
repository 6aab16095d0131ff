#if AllEvents
public import SmugJSON

/// Where a conversation stands, Lex V2.
///
/// [AWS: Integrating a Lambda function into your bot](https://docs.aws.amazon.com/lexv2/latest/dg/lambda-input-format.html)
public struct LexSessionState: EventValue {
    public var activeContexts: [Context]?
    public var sessionAttributes: Map<String>?
    public var runtimeHints: JSONValue?
    public var dialogAction: LexDialogAction?
    public var intent: LexIntent?
    public var originatingRequestId: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension LexSessionState {
    /// A context and how long it holds.
    public struct Context: EventValue {
        public var name: String?
        public var contextAttributes: Map<String>?
        public var timeToLive: TimeToLive?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// How long a context holds.
    public struct TimeToLive: EventValue {
        public var timeToLiveInSeconds: Seconds?
        public var turnsToLive: Int?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}

/// An intent and what of it is known.
public struct LexIntent: EventValue {
    public var name: String = ""
    public var slots: Map<LexSlot>?
    public var state: String?
    public var confirmationState: String?
    public var kendraResponse: JSONValue?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

/// What the user said for a slot; null where nothing yet.
public struct LexSlot: EventValue {
    public var shape: String?
    public var value: Value?
    public var values: [LexSlot]?
    public var subSlots: Map<LexSlot>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension LexSlot {
    /// A slot's value.
    public struct Value: EventValue {
        public var originalValue: String?
        public var interpretedValue: String?
        public var resolvedValues: [String]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}

/// What to do next.
public struct LexDialogAction: EventValue {
    public var type: String?
    public var slotToElicit: String?
    public var slotElicitationStyle: String?
    public var subSlotToElicit: JSONValue?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
