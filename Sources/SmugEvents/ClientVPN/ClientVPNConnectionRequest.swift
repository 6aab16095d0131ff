#if AllEvents
public import SmugJSON

/// A client that wants to connect.
///
/// [AWS: Connection authorization](https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/connection-authorization.html)
public struct ClientVPNConnectionRequest: EventValue {
    public var connectionId: String = ""
    public var endpointId: String = ""
    public var commonName: String?
    public var username: String?
    public var platform: String?
    public var platformVersion: String?
    public var publicIp: String?
    public var clientOpenvpnVersion: String?
    public var awsClientVersion: String?
    public var groups: String?
    public var schemaVersion: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case connectionId = "connection-id"
        case endpointId = "endpoint-id"
        case commonName = "common-name"
        case username
        case platform
        case platformVersion = "platform-version"
        case publicIp = "public-ip"
        case clientOpenvpnVersion = "client-openvpn-version"
        case awsClientVersion = "aws-client-version"
        case groups
        case schemaVersion = "schema-version"
        case others
    }
}
#endif
