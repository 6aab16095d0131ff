#if AllEvents
public import SmugJSON

extension ConnectEvent {
    /// A telephone number or an address.
    public struct Endpoint: EventValue {
        public var type: String?
        public var address: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case type = "Type"
            case address = "Address"
            case others
        }
    }

    /// The queue that the contact waits in; null outside of one.
    public struct Queue: EventValue {
        public var name: String?
        public var arn: String?
        public var outboundCallerId: JSONValue?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case name = "Name"
            case arn = "ARN"
            case outboundCallerId = "OutboundCallerId"
            case others
        }
    }
}
#endif
