#if AllEvents
public import SmugJSON

/// Whether the client may connect.
///
/// [AWS: Connection authorization](https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/connection-authorization.html)
public struct ClientVPNConnectionResponse: EventValue {
    public var allow: Bool?
    public var errorMsgOnDeniedConnection: String?
    public var errorMsgOnFailedPostureCompliance: String?
    public var postureComplianceStatuses: [String]?
    public var schemaVersion: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case allow
        case errorMsgOnDeniedConnection = "error-msg-on-denied-connection"
        case errorMsgOnFailedPostureCompliance = "error-msg-on-failed-posture-compliance"
        case postureComplianceStatuses = "posture-compliance-statuses"
        case schemaVersion = "schema-version"
        case others
    }
}
#endif
