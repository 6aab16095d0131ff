extension SNSMessage {
    /// What a message of a topic is.
    public struct Kind: OpenEnum {
        public static let notification: Self = "Notification"
        public static let subscriptionConfirmation: Self = "SubscriptionConfirmation"
        public static let unsubscribeConfirmation: Self = "UnsubscribeConfirmation"

        /// The name as AWS writes it.
        public let rawValue: String

        /// A name, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }
    }
}
