extension S3BatchJobResponse {
    /// What became of a task.
    public struct ResultCode: OpenEnum {
        public static let succeeded: Self = "Succeeded"
        public static let temporaryFailure: Self = "TemporaryFailure"
        public static let permanentFailure: Self = "PermanentFailure"

        /// The name as AWS writes it.
        public let rawValue: String

        /// A name, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }
    }
}
