extension FirehoseResponse {
    /// What became of a record.
    public struct Result: OpenEnum {
        public static let ok: Self = "Ok"
        public static let dropped: Self = "Dropped"
        public static let processingFailed: Self = "ProcessingFailed"

        /// The name as AWS writes it.
        public let rawValue: String

        /// A name, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }
    }
}
