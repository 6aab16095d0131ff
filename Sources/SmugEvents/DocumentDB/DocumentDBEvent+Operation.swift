#if AllEvents
extension DocumentDBEvent {
    /// What was done.
    public struct Operation: OpenEnum {
        public static let insert: Self = "insert"
        public static let update: Self = "update"
        public static let replace: Self = "replace"
        public static let delete: Self = "delete"
        public static let drop: Self = "drop"
        public static let dropDatabase: Self = "dropDatabase"
        public static let rename: Self = "rename"
        public static let invalidate: Self = "invalidate"

        /// The name as AWS writes it.
        public let rawValue: String

        /// A name, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }
    }
}
#endif
