extension DynamoDBEvent {
    /// What of an item a stream carries.
    public struct View: OpenEnum {
        public static let keysOnly: Self = "KEYS_ONLY"
        public static let newImage: Self = "NEW_IMAGE"
        public static let oldImage: Self = "OLD_IMAGE"
        public static let newAndOldImages: Self = "NEW_AND_OLD_IMAGES"

        /// The name as AWS writes it.
        public let rawValue: String

        /// A name, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }
    }
}
