extension DynamoDBEvent {
    /// What was done to an item.
    public struct Operation: OpenEnum {
        public static let insert: Self = "INSERT"
        public static let modify: Self = "MODIFY"
        public static let remove: Self = "REMOVE"

        /// The name as AWS writes it.
        public let rawValue: String

        /// A name, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }
    }
}
