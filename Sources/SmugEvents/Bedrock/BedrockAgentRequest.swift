#if AllEvents
public import SmugJSON

/// What an agent asks of an action group.
///
/// Either of an API (``apiPath``) or of a function (``function``).
///
/// [AWS: Configure Lambda functions for action groups](https://docs.aws.amazon.com/bedrock/latest/userguide/agents-lambda.html)
public struct BedrockAgentRequest: EventValue {
    public var messageVersion: String?
    public var agent: Agent = Agent()
    public var inputText: String?
    public var sessionId: String?
    public var actionGroup: String = ""
    public var apiPath: String?
    public var httpMethod: String?
    public var function: String?
    public var executionType: String?
    public var parameters: [Parameter]?
    public var requestBody: RequestBody?
    public var sessionAttributes: Map<String>?
    public var promptSessionAttributes: Map<String>?
    public var knowledgeBasesConfiguration: JSONValue?
    public var invocationId: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension BedrockAgentRequest {
    /// The agent.
    public struct Agent: EventValue {
        public var name: String?
        public var id: String?
        public var alias: String?
        public var version: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// An argument.
    public struct Parameter: EventValue {
        public var name: String?
        public var type: String?
        public var value: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The body, by media type.
    public struct RequestBody: EventValue {
        public var content: Map<Content>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The body's members.
    public struct Content: EventValue {
        public var properties: [Parameter]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
