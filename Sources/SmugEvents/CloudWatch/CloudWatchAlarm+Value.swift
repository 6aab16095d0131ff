extension CloudWatchAlarm {
    /// The state of an alarm.
    public struct Value: OpenEnum {
        public static let ok: Self = "OK"
        public static let alarm: Self = "ALARM"
        public static let insufficientData: Self = "INSUFFICIENT_DATA"

        /// The name as AWS writes it.
        public let rawValue: String

        /// A name, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }
    }
}
