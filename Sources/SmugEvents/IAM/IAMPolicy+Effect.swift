extension IAMPolicy {
    /// Whether a statement allows or denies.
    public struct Effect: OpenEnum {
        public static let allow: Self = "Allow"
        public static let deny: Self = "Deny"

        /// The name as AWS writes it.
        public let rawValue: String

        /// A name, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }
    }
}
