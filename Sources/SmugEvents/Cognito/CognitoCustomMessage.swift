public import SmugJSON

/// Before a message is sent.
///
/// [AWS: Custom message](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html)
public struct CognitoCustomMessage: EventValue {
    public var userAttributes: Map<String> = Map<String>()
    /// To stand in the message, where the code will be.
    public var codeParameter: String?
    public var usernameParameter: String?
    public var linkParameter: String?
    public var clientMetadata: Map<String>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension CognitoCustomMessage {
    /// The message.
    public struct Answer: EventValue {
        public var smsMessage: String?
        public var emailMessage: String?
        public var emailSubject: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
