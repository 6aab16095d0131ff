#if AllEvents
public import SmugJSON

/// A question to a custom authorizer.
///
/// [AWS: Defining your Lambda function](https://docs.aws.amazon.com/iot/latest/developerguide/config-custom-auth.html)
public struct IoTAuthorizerRequest: EventValue {
    public var token: String?
    public var signatureVerified: Bool?
    public var protocols: [String] = []
    public var protocolData: ProtocolData?
    public var connectionMetadata: ConnectionMetadata?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension IoTAuthorizerRequest {
    /// What each of the protocols carries.
    public struct ProtocolData: EventValue {
        public var tls: TLS?
        public var http: HTTP?
        public var mqtt: MQTT?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The client's TLS.
    public struct TLS: EventValue {
        public var serverName: String?
        public var x509CertificatePem: String?
        public var principalId: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The request.
    public struct HTTP: EventValue {
        public var headers: Map<String>?
        public var queryString: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The CONNECT packet.
    public struct MQTT: EventValue {
        public var username: String?
        public var password: Base64Text?
        public var clientId: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The connection, for logs.
    public struct ConnectionMetadata: EventValue {
        public var id: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
