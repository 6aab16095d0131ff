#if AllEvents
public import SmugJSON

/// What an action group answers.
///
/// [AWS: Configure Lambda functions for action groups](https://docs.aws.amazon.com/bedrock/latest/userguide/agents-lambda.html)
public struct BedrockAgentResponse: EventValue {
    public var messageVersion: String = ""
    public var response: Answer = Answer()
    public var sessionAttributes: Map<String>?
    public var promptSessionAttributes: Map<String>?
    public var knowledgeBasesConfiguration: JSONValue?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension BedrockAgentResponse {
    /// The answer, of an API or of a function.
    public struct Answer: EventValue {
        public var actionGroup: String = ""
        public var apiPath: String?
        public var httpMethod: String?
        public var httpStatusCode: Int?
        public var responseBody: Map<Body>?
        public var function: String?
        public var functionResponse: FunctionAnswer?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A function's answer.
    public struct FunctionAnswer: EventValue {
        /// `FAILURE` or `REPROMPT`; missing where it went well.
        public var responseState: String?
        public var responseBody: Map<Body> = Map<Body>()
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A body of one media type.
    public struct Body: EventValue {
        public var body: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
