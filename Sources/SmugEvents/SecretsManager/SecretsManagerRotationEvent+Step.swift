extension SecretsManagerRotationEvent {
    /// A step of a rotation.
    public struct Step: OpenEnum {
        public static let create: Self = "createSecret"
        public static let set: Self = "setSecret"
        public static let test: Self = "testSecret"
        public static let finish: Self = "finishSecret"

        /// The name as AWS writes it.
        public let rawValue: String

        /// A name, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }
    }
}
