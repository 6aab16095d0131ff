extension APIGatewayWebSocketRequest {
    /// What happened to a WebSocket.
    public struct Kind: OpenEnum {
        public static let connect: Self = "CONNECT"
        public static let message: Self = "MESSAGE"
        public static let disconnect: Self = "DISCONNECT"

        /// The name as AWS writes it.
        public let rawValue: String

        /// A name, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }
    }
}
