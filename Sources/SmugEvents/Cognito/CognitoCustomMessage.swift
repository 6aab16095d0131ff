public import SmugJSON

/// Before a message is sent.
///
/// [AWS: Custom message](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html)
public struct CognitoCustomMessage: EventValue {
    public var userAttributes: Map<String> = Map<String>()
    /// To stand in the message, where the code will be.
    public var codeParameter: String?
    /// To stand in the message; only for users that an administrator has created.
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
        /// At most 140 characters with the code.
        public var smsMessage: String?
        /// May be HTML, of at most 20,000 characters; only for pools that send mail through SES in
        /// the account's name.
        public var emailMessage: String?
        /// At most 140 characters.
        public var emailSubject: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
