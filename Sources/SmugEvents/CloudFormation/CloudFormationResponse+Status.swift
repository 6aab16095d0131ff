extension CloudFormationResponse {
    /// Whether it was done.
    public struct Status: OpenEnum {
        public static let success: Self = "SUCCESS"
        public static let failed: Self = "FAILED"

        /// The name as AWS writes it.
        public let rawValue: String

        /// A name, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }
    }
}
